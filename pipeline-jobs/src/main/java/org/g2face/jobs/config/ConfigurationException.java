package org.g2face.jobs.config;

import com.typesafe.config.ConfigOrigin;
import java.util.List;
import org.g2face.jobs.UsageException;

/** A configuration that cannot be used; the message has a line for each mistake. */
public final class ConfigurationException extends UsageException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  public ConfigurationException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
  }

  /** Such as {@code conf/small.conf: 12: anonymize.batch-size must be at least 1, not 0}. */
  static String mistake(ConfigOrigin origin, String what) {
    return origin.description() + ": " + what;
  }
}
