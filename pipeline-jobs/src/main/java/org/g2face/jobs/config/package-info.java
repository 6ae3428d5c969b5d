/**
 * Configuration: defaults, a file, the environment and the command line, one over the other.
 *
 * <p>{@code reference.conf} lists every key. Unknown keys and wrong types are errors that name the
 * key and where it was written; settings reach the jobs as immutable records.
 */
package org.g2face.jobs.config;
