package org.g2face.jobs.vault;

/**
 * What restoring from a vault has done.
 *
 * @param output URI of the dataset
 * @param restored originals in it
 * @param quarantined rows of the vault that did not open
 */
public record RestoreResult(String output, long restored, long quarantined) {}
