/** Model packages on any file system that Hadoop can open, and in g2face's own jar. */
package org.g2face.jobs.hadoop;
