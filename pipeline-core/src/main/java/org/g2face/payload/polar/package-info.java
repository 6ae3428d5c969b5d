/**
 * Bits that can be read back from a bad reading: polar codes with list decoding.
 *
 * <p>The decoder uses how sure each bit was read, and returns several messages; telling the right
 * one from the others is up to a checksum inside of the message. No maintained Java library has
 * such a code: those that exist correct from hard decisions alone.
 */
package org.g2face.payload.polar;
