package org.g2face.train.engine;

import java.util.Map;

/**
 * The result of a program.
 *
 * @param total the weighted sum of the losses, without dimensions; null if nothing is trained
 * @param losses each before its weight, without dimensions
 * @param outputs what later programs or people need; no gradient flows into them
 */
public record ProgramResult<T>(T total, Map<String, T> losses, Map<String, T> outputs) {

  /** Of a program that trains nothing. */
  public static <T> ProgramResult<T> of(Map<String, T> outputs) {
    return new ProgramResult<>(null, Map.of(), outputs);
  }
}
