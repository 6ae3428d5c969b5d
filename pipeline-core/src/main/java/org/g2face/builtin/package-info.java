/**
 * Networks of others that come along in the jar, so that faces are found, aligned, recognised and
 * described without a download. Their definitions are in {@link org.g2face.network}; {@code
 * conf/networks/README.md} says where their weights come from and what they are worth.
 */
package org.g2face.builtin;
