/**
 * Named float32 tensors and the safetensors files they are kept in.
 *
 * <p>Files come from a {@link org.g2face.io.FileStore}, which may be local or anything else that
 * can open a file by name; their content is not trusted until it has been checked.
 */
package org.g2face.model.weights;
