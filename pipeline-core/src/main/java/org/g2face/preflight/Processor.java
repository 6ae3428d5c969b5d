package org.g2face.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine computes with. */
public final class Processor {
  private static final Path LIST = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** Its name, such as {@code AMD EPYC 9B45}, with family and model, which tell kinds apart. */
  public static String name() {
    try {
      return name(Files.readAllLines(LIST, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  static String name(List<String> cpuinfo) {
    String name = field(cpuinfo, "model name");
    return name.isEmpty()
        ? System.getProperty("os.arch")
        : name
            + " (family "
            + field(cpuinfo, "cpu family")
            + ", model "
            + field(cpuinfo, "model")
            + ")";
  }

  private static String field(List<String> cpuinfo, String key) {
    return cpuinfo.stream()
        .filter(line -> line.matches(key + "\\s*:.*"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
