/**
 * Whole photographs: every face is found, aligned like FFHQ, redrawn by the networks and painted
 * back, and what is to be published is looked at once more.
 *
 * <p>It fails closed: a photograph of which anything went wrong is refused, never returned as it
 * was. Pixels outside of the faces' masks keep their levels.
 */
package org.g2face.photograph;
