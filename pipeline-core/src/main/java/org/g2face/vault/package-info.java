/**
 * Originals, encrypted for those who must have them back bit by bit.
 *
 * <p>Each is encrypted by a key of its own, and that by the vault's key; without it nothing of an
 * original is left but its length.
 */
package org.g2face.vault;
