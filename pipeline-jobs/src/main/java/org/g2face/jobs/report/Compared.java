package org.g2face.jobs.report;

import java.util.List;
import java.util.Optional;

/**
 * The datasets and models that a run compares.
 *
 * @param original URIs of the originals
 * @param anonymized URIs, with names as they were given
 * @param recovered likewise
 * @param models likewise, of the packages
 * @param sample what part was looked at; empty for all
 */
public record Compared(
    List<String> original,
    List<String> anonymized,
    List<String> recovered,
    List<String> models,
    Optional<String> sample) {}
