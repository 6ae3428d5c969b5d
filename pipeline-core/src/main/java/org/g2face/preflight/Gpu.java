package org.g2face.preflight;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA GPU as its driver describes it.
 *
 * @param capability its compute capability times ten: 90 for 9.0; 0 if the driver does not tell it
 * @param driver version of the driver, such as {@code 580.65.06}
 * @param uuid such as {@code GPU-1f2e...}
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 */
record Gpu(int capability, String driver, String uuid, String name) {
  private static final int SECONDS = 10;
  private static final String UNKNOWN = "[N/A]";
  private static final String NUMBER = "\\d{1,4}";

  /** Asks the driver for these fields of its GPUs; nothing if it does not tell them. */
  interface Driver {
    Optional<String> list(String fields) throws IOException, InterruptedException;
  }

  /** The program that comes with the driver. */
  static final Driver NVIDIA_SMI =
      fields -> {
        Process process =
            new ProcessBuilder("nvidia-smi", "--query-gpu=" + fields, "--format=csv,noheader")
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
   * @param environment what CUDA reads of it: {@code CUDA_VISIBLE_DEVICES} and {@code
   *     CUDA_DEVICE_ORDER}
   * @return empty if there is no telling
   * @throws PreflightException if the process has no GPU of that number
   */
  static Optional<Gpu> find(int number, Driver driver, Map<String, String> environment) {
    List<Gpu> all = ask(driver);
    String visible = environment.get("CUDA_VISIBLE_DEVICES");
    List<String> chosen = visible == null ? null : chosen(visible, all);
    if (chosen != null && number >= chosen.size()) {
      throw new PreflightException(
          "there is no GPU %d for this process, since CUDA_VISIBLE_DEVICES is \"%s\"; change it, or"
                  .formatted(number, visible)
              + " take the CPU");
    }
    String name = chosen == null ? String.valueOf(number) : chosen.get(number);
    if (!name.matches(NUMBER)) {
      return all.stream().filter(gpu -> gpu.uuid().startsWith(name)).findFirst();
    }
    int place = Integer.parseInt(name);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (place >= all.size()) {
      throw new PreflightException(
          "there is no GPU %d, the driver tells of %d; take another, or the CPU"
              .formatted(place, all.size()));
    }
    // nvidia-smi counts along the bus, and CUDA, unless it is told otherwise, from the fastest on:
    // which one of several kinds it is there is no telling, but one driver runs them all.
    boolean alongTheBus = "PCI_BUS_ID".equals(environment.get("CUDA_DEVICE_ORDER"));
    boolean alike = all.stream().map(Gpu::name).distinct().count() == 1;
    return Optional.of(
        alongTheBus || alike
            ? all.get(place)
            : new Gpu(0, all.get(place).driver(), "", "number " + place));
  }

  /** As CUDA reads the variable: after an entry that names no GPU the others do not count. */
  private static List<String> chosen(String visible, List<Gpu> all) {
    List<String> chosen = new ArrayList<>();
    for (String each : visible.split(",")) {
      String name = each.strip();
      boolean counts =
          name.matches(NUMBER)
              ? all.isEmpty() || Integer.parseInt(name) < all.size()
              : name.matches("(GPU|MIG)-.*");
      if (!counts) {
        break;
      }
      chosen.add(name);
    }
    return chosen;
  }

  /** Drivers before branch 510 do not tell the compute capability. */
  private static List<Gpu> ask(Driver driver) {
    try {
      Optional<String> listed = driver.list("compute_cap,driver_version,uuid,name");
      if (listed.isPresent()) {
        return parse(listed.get());
      }
      Optional<String> old = driver.list("driver_version,uuid,name");
      return old.isEmpty()
          ? List.of()
          : parse(old.get().lines().map(line -> UNKNOWN + ", " + line).collect(joining("\n")));
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
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
      String[] fields = line.split(",", 4);
      if (fields.length < 4 || !fields[0].strip().matches("\\d+\\.\\d|\\Q" + UNKNOWN + "\\E")) {
        throw new IllegalArgumentException("not a line of nvidia-smi: " + line);
      }
      String capability = fields[0].strip();
      all.add(
          new Gpu(
              capability.equals(UNKNOWN) ? 0 : Integer.parseInt(capability.replace(".", "")),
              fields[1].strip(),
              fields[2].strip(),
              fields[3].strip()));
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
        + " ("
        + (capability == 0
            ? "compute capability unknown"
            : "compute capability " + capability / 10 + "." + capability % 10)
        + ", driver "
        + driver
        + ")";
  }
}
