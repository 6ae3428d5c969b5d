/** Networks of others in ONNX files: what must be known of each, and what they tell of a face. */
package org.g2face.external;
