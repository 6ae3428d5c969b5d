package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides what may not be printed: the secrets among Spark's keys. g2face's own keys hold none;
 * passphrases and keys of cryptography never become part of a configuration.
 */
public final class Secrets {
  private static final String MASK = "(secret)";

  /** Spark's default for {@code spark.redaction.regex}. */
  private static final Pattern SPARK =
      Pattern.compile("secret|password|token|access[.]?key", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** The same configuration with every secret replaced by a word. */
  public static Config mask(Config config) {
    Config masked = config;
    for (List<String> key : Keys.leaves(config)) {
      if (isSecret(key)) {
        masked =
            masked.withValue(
                ConfigUtil.joinPath(key),
                ConfigValueFactory.fromAnyRef(
                    MASK, Keys.value(config.root(), key).origin().description()));
      }
    }
    return masked;
  }

  /**
   * A configuration as it may be shown.
   *
   * @param origins whether each value is preceded by a comment that says where it was set
   */
  public static String render(Config config, boolean origins) {
    return mask(config)
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setJson(false)
                .setComments(false)
                .setOriginComments(origins));
  }

  private static boolean isSecret(List<String> key) {
    return SPARK.matcher(ConfigUtil.joinPath(key)).find();
  }
}
