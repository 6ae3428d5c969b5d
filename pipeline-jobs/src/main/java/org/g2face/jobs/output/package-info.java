/**
 * Published datasets: their schema, their files, and making them visible at once.
 *
 * <p>Everything is written to a hidden folder beside the output and becomes visible by renaming it
 * when the job has succeeded and its counts add up.
 */
package org.g2face.jobs.output;
