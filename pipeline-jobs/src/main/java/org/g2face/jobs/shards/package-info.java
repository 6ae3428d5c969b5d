/**
 * Datasets packed for training: Parquet shards of faces of one size, with a manifest that says what
 * is in each row group, and batches read from them in an order that is shuffled but fixed.
 */
package org.g2face.jobs.shards;
