/**
 * What jobs write: rows, files, the records of finished packs, and the totals that must add up.
 *
 * <p>An attempt at a pack writes into a folder of its own and counts once its record is created,
 * which only one attempt can do. When a version of a dataset becomes visible is decided in {@link
 * org.g2face.jobs.output.version}.
 */
package org.g2face.jobs.output;
