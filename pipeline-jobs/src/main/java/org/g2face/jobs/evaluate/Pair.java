package org.g2face.jobs.evaluate;

import java.io.Serializable;

/**
 * Two images of a verification list.
 *
 * @param left key of the image that stays as it is
 * @param right key of the image that is anonymized
 * @param same whether both show one person
 * @param fold the pair belongs to, from 0
 */
record Pair(String left, String right, boolean same, int fold) implements Serializable {}
