/**
 * Networks of others that judge faces: who it is, where the face is, how it is turned, how alike
 * two pictures look.
 *
 * <p>A configuration states the contract of each; a network whose file is not there is absent, with
 * a reason, and never a number. What judges see is compared elsewhere.
 */
package org.g2face.judge;
