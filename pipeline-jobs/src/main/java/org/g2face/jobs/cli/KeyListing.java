package org.g2face.jobs.cli;

import java.io.PrintWriter;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeyInfo;

/** The listing of a key file for people, never a key. */
final class KeyListing {
  private KeyListing() {}

  static void print(KeyFile file, PrintWriter out) {
    out.printf("keys '%s', encrypted by %s%n", file.name(), file.protection().describe());
    out.printf("%-12s %-11s %-16s %-8s %s%n", "for", "number", "kind", "status", "created");
    for (KeyInfo key : file.keys()) {
      out.printf(
          "%-12s %-11s %-16s %-8s %s%n",
          key.purpose(), key.id(), key.kind(), key.status(), key.created());
    }
  }
}
