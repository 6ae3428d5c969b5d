package org.g2face.onnx;

/**
 * A value of an ONNX graph under construction.
 *
 * @param name unique within the graph
 * @param shape the first extent is -1 while the batch is open
 */
public record OnnxValue(String name, long[] shape) {}
