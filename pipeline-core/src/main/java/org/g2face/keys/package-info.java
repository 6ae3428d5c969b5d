/**
 * The keys of a dataset: what hidden identities are encrypted with, what new faces follow from, and
 * what the vault of originals is encrypted with.
 *
 * <p>A {@link org.g2face.keys.KeySet} is three Tink keysets under one name. It lies in a file that
 * is encrypted as a whole by a passphrase or by a key management service; what tasks need of it
 * travels as {@link org.g2face.keys.KeyMaterial}. Nothing here prints a key.
 */
package org.g2face.keys;
