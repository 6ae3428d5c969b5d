/**
 * Reads the files that the authors of the published networks distribute, and makes a model package
 * of them.
 *
 * <p>A {@code .pth} file is a program for Python's unpickler. Here it may build tensors, containers,
 * numbers and strings, and nothing else: any other request is refused by its name.
 */
package org.g2face.checkpoint;
