/**
 * Packing datasets for training: {@link org.g2face.jobs.ingest.IngestFaces} decodes every image
 * once, resizes it, and writes few large files that training can read in any order.
 */
package org.g2face.jobs.ingest;
