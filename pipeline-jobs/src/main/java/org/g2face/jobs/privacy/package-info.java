/**
 * What a dataset promises to those who are in it: whether and how faces can be brought back.
 *
 * <p>It is chosen for each run, travels to the tasks as a {@link
 * org.g2face.jobs.privacy.PayloadConfig}, and is said in the manifest.
 */
package org.g2face.jobs.privacy;
