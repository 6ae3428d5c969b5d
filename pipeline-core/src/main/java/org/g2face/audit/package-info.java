/**
 * Attacks on a model by whoever has its networks and its pictures, but no key: how many faces are
 * recognised, what comes back, and what a model's privacy audit says of it.
 *
 * <p>An attack is one class. {@link org.g2face.audit.AttackSuite} runs them all and writes down the
 * worst that any of its recognisers sees.
 */
package org.g2face.audit;
