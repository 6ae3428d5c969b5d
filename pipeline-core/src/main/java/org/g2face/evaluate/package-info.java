/**
 * Formulas of the field, in sums that any division of the data leaves alone, and the networks that
 * see what they compare: who it is, where the face is, how it is turned, how alike two pictures
 * look.
 *
 * <p>A configuration states the {@link org.g2face.evaluate.EvaluationSpec} of each network; one
 * whose file is not there is absent, with a reason, and never a number.
 */
package org.g2face.evaluate;
