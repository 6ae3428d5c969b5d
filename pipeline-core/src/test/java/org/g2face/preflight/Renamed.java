package org.g2face.preflight;

import java.util.List;
import java.util.Optional;

/** An engine under another name, as which nothing has been examined yet in this process. */
public record Renamed(Convolver engine, String suffix) implements Convolver {
  @Override
  public String library() {
    return engine.library() + suffix;
  }

  @Override
  public String device() {
    return engine.device();
  }

  @Override
  public Arithmetic arithmetic() {
    return engine.arithmetic();
  }

  @Override
  public List<Convolved> convolve(List<Convolution> cases) {
    return engine.convolve(cases);
  }

  @Override
  public Optional<Way> anotherWay() {
    return engine.anotherWay();
  }
}
