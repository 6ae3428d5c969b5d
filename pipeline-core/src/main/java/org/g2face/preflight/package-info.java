/**
 * Whether the machine computes right: convolutions with known answers for every engine, and what a
 * GPU is asked before it is used. Done once in a process, before the first face.
 */
package org.g2face.preflight;
