/** Model packages on any file system that Hadoop can open. */
package org.g2face.jobs.hadoop;
