package org.g2face.jobs.evaluate;

import org.g2face.evaluate.Roc;

/**
 * The ROC curve of a recogniser over the verification pairs of a run. Thresholds are those of the
 * original faces, as in table I.
 *
 * @param network that recognises
 * @param model that anonymized the second face of each pair; {@link
 *     org.g2face.jobs.evaluate.measure.MetricRow#ORIGINAL} for the pairs as they are
 * @param permitted the share of false accepts at which table I has its numbers
 */
public record VerificationCurve(String network, String model, double permitted, Roc roc) {}
