/**
 * Jobs over datasets of images: what a person or a scheduler starts.
 *
 * <p>Each job is an operation object with a typed result; the command line only translates to it.
 */
package org.g2face.jobs;
