/**
 * The jobs that map a dataset of faces to another: {@link org.g2face.jobs.anonymize.AnonymizeFaces}
 * and {@link org.g2face.jobs.anonymize.RecoverFaces}.
 *
 * <p>One pass: each task reads images, decodes them ahead of the networks, and writes what becomes
 * of each, published or quarantined. The driver checks that the counts add up and makes the dataset
 * visible.
 */
package org.g2face.jobs.anonymize;
