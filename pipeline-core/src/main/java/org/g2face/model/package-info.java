/**
 * Model packages: a folder with {@code model.conf} and a safetensors file for each part.
 *
 * <p>A package says how its networks are built, where their weights come from, and what their files
 * must look like; whatever does not match is refused with the whole list of differences.
 */
package org.g2face.model;
