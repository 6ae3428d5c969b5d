package org.g2face.audit;

import java.util.Optional;
import org.g2face.image.RgbImage;

/**
 * A face that a model is tried on.
 *
 * @param id names it
 * @param person whose face it is, where that is known
 * @param picture an aligned crop of the model's size
 */
public record AuditedFace(String id, Optional<String> person, RgbImage picture) {}
