package org.g2face.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA GPU as its driver describes it.
 *
 * @param capability its compute capability times ten: 90 for 9.0
 * @param driver version of the driver, such as {@code 580.65.06}
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 */
record Gpu(int capability, String driver, String name) {
  private static final int SECONDS = 10;

  /** Asks the driver for its GPUs; nothing if there is no driver to ask. */
  interface Driver {
    Optional<String> list() throws IOException, InterruptedException;
  }

  /** The program that comes with the driver. */
  static final Driver NVIDIA_SMI =
      () -> {
        Process process =
            new ProcessBuilder(
                    "nvidia-smi",
                    "--query-gpu=compute_cap,driver_version,name",
                    "--format=csv,noheader")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        byte[] listed = process.getInputStream().readAllBytes();
        return process.exitValue() == 0
            ? Optional.of(new String(listed, StandardCharsets.UTF_8))
            : Optional.empty();
      };

  /**
   * The GPU that a process counts as a number.
   *
   * @param visible what the variable {@code CUDA_VISIBLE_DEVICES} says, or null
   * @return empty if there is no telling
   */
  static Optional<Gpu> find(int number, Driver driver, String visible) {
    try {
      List<Gpu> all = driver.list().map(Gpu::parse).orElse(List.of());
      int place = number;
      if (visible != null && !visible.isBlank()) {
        String[] chosen = visible.split(",");
        if (number >= chosen.length || !chosen[number].strip().matches("\\d{1,4}")) {
          return Optional.empty();
        }
        place = Integer.parseInt(chosen[number].strip());
      }
      return place < all.size() ? Optional.of(all.get(place)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Reads what {@code nvidia-smi} prints, a line for each GPU.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static List<Gpu> parse(String listed) {
    List<Gpu> all = new ArrayList<>();
    for (String line : listed.lines().filter(line -> !line.isBlank()).toList()) {
      String[] fields = line.split(",", 3);
      if (fields.length < 3 || !fields[0].strip().matches("\\d+\\.\\d")) {
        throw new IllegalArgumentException("not a line of nvidia-smi: " + line);
      }
      all.add(
          new Gpu(
              Integer.parseInt(fields[0].strip().replace(".", "")),
              fields[1].strip(),
              fields[2].strip()));
    }
    return all;
  }

  /** The first number of the driver's version; 0 if it has none. */
  int driverBranch() {
    String first = driver.split("\\.")[0];
    return first.matches("\\d{1,6}") ? Integer.parseInt(first) : 0;
  }

  @Override
  public String toString() {
    return name
        + " (compute capability "
        + capability / 10
        + "."
        + capability % 10
        + ", driver "
        + driver
        + ")";
  }
}
