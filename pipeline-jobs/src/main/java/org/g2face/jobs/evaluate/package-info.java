/**
 * The evaluation job: originals beside what became of them, joined by their ids, seen by judges,
 * compared and added up. What comes out are rows of {@code org.g2face.jobs.evaluate.measure}.
 */
package org.g2face.jobs.evaluate;
