/**
 * Keys around a job: the file on a store, the passphrase that opens it, and the way from the driver
 * to the tasks.
 *
 * <p>Only the driver opens a key file. Tasks carry a ticket, for which an executor gets the keys
 * over Spark's own RPC into its memory; they never become part of a task, a broadcast or a setting.
 */
package org.g2face.jobs.keys;
