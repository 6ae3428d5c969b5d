package org.g2face.anonymize;

import org.g2face.image.RgbImage;

/**
 * One aligned face.
 *
 * @param imageId names the image within its dataset; with a seed it determines the dummy identity
 * @param image the crop, {@link FaceTransform#size()} pixels wide and high
 */
public record Face(String imageId, RgbImage image) {}
