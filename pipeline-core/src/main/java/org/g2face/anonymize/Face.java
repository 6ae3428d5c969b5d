package org.g2face.anonymize;

import org.g2face.image.RgbImage;

/**
 * One aligned face.
 *
 * @param imageId names the image within its dataset; with a key it determines the dummy
 *     identity, and what is hidden in the picture may be bound to it
 * @param image the crop, {@link FaceTransform#size()} pixels wide and high
 */
public record Face(String imageId, RgbImage image) {}
