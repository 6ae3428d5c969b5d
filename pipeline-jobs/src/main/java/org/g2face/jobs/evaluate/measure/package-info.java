/**
 * The numbers of evaluations: what is measured, rows of it, and where rows are kept from run to
 * run. Nothing here knows how a number comes about.
 */
package org.g2face.jobs.evaluate.measure;
