package org.g2face.jobs.cli;

import java.util.Collections;
import java.util.Enumeration;
import java.util.ResourceBundle;
import org.g2face.jobs.config.Configuration;

/** Gives help texts the defaults of {@code reference.conf} as {@code ${bundle:KEY}}. */
final class Defaults extends ResourceBundle {
  @Override
  protected Object handleGetObject(String key) {
    var reference = Configuration.reference();
    return reference.hasPath(key) ? reference.getValue(key).unwrapped().toString() : null;
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.emptyEnumeration();
  }
}
