package org.g2face.detect;

/**
 * The pose of a head: yaw, pitch and roll in degrees.
 *
 * @param yaw positive when the nose points to the right of the picture
 * @param pitch how far it nods; its zero is not verified
 * @param roll positive when the head is turned counter-clockwise in the picture
 */
public record HeadPose(double yaw, double pitch, double roll) {}
