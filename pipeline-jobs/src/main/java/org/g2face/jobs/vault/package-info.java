/**
 * The vault beside an anonymized dataset: its originals, encrypted, in Parquet files; and the way
 * back.
 *
 * <p>Tasks write it row by row with the dataset. It appears as a whole, just before the dataset
 * does, and never takes the place of another one.
 */
package org.g2face.jobs.vault;
