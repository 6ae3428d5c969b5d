/** Hadoop's file systems as places for files, and model packages there or in g2face's own jar. */
package org.g2face.jobs.io;
