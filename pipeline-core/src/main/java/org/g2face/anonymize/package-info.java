/**
 * Aligned faces in, other faces out: what a job over a dataset asks of the networks.
 *
 * <p>The same contract serves anonymization and recovery, and tests that need no networks.
 */
package org.g2face.anonymize;
