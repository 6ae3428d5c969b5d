package org.g2face.train.engine;

import java.util.Map;
import java.util.Set;
import org.g2face.model.Part;

/** A computation of fixed shapes that an engine can run, and differentiate if it has a loss. */
public interface Program {

  /** Its name in messages, and of its losses in reports. */
  String name();

  /** The shapes of what each run is given, by name. */
  Map<String, long[]> inputs();

  /** The parts whose parameters its loss changes; none if it has no loss. */
  Set<Part> trains();

  /**
   * Computes.
   *
   * @param in a value for each of {@link #inputs}
   */
  <T> ProgramResult<T> run(Networks<T> nets, Map<String, T> in);
}
