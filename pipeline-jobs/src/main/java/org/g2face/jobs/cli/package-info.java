/**
 * The command line: one class for each command, which reads options and calls a job.
 *
 * <p>Exit codes are 0 when all is done, 1 when a job failed, 2 when it was asked for wrongly, and 3
 * when it is done but images were quarantined.
 */
package org.g2face.jobs.cli;
