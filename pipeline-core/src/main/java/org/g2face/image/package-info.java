/**
 * Pictures: untrusted bytes in, 8-bit RGB pixels, the planes of the networks, lossless bytes out.
 *
 * <p>Decoding never throws for what a file contains. A file that cannot be read completely and
 * correctly becomes a {@link org.g2face.image.Decoded.Rejected} with a reason, so that a job can
 * set it aside and go on. No metadata of a file outlives its decoding.
 */
package org.g2face.image;
