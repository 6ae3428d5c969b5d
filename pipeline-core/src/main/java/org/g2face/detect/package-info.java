/**
 * Finding faces in photographs: detectors that give boxes, networks that give 68 landmarks and the
 * head's pose.
 *
 * <p>{@link org.g2face.detect.FaceDetector} is the seam. The cascades that OpenCV brings along need
 * no file; networks come as ONNX files whose contracts their classes state.
 */
package org.g2face.detect;
