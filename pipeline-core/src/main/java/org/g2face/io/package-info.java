/**
 * Places for files, and checksums, for whatever reads or writes: local here, on clusters elsewhere.
 */
package org.g2face.io;
