/**
 * Outputs as versions: one job at a time writes, what it has finished survives it, and a version
 * becomes current by the creation of one small file.
 *
 * <p>All bookkeeping lies in the hidden folder {@code .g2face} of the output. Beside it the folders
 * of the current version lie open, for readers that know nothing of versions.
 */
package org.g2face.jobs.output.version;
