/**
 * Datasets of images: what there is, how it is cut into tasks, and reading it image by image.
 *
 * <p>Listing is streamed to a file, so that neither the driver nor a task ever holds a dataset's
 * names, and images are read one at a time inside the tasks. Whatever cannot be read becomes an
 * entry that says why; nothing is skipped.
 */
package org.g2face.jobs.input;
