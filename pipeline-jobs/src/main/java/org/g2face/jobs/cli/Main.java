package org.g2face.jobs.cli;

import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        G2Face.commandLine(new PhotographNetworks(new PackagedNetworks())).execute(arguments));
  }
}
