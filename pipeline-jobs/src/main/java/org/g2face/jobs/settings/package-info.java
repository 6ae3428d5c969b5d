/** Typed settings of every job, read from a checked configuration. */
package org.g2face.jobs.settings;
