package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;

/**
 * Works on images whose names begin with 00 to 02 only, until a file is there; then on all but
 * those that begin with 00.
 *
 * @param gate the file
 */
record Gated(String gate) implements FaceTransformProvider {
  private static final String FIRST = "03";

  @Override
  public String model() {
    return "inverter";
  }

  @Override
  public FaceTransform open() throws IOException {
    FaceTransform inverter = new TestProvider().open();
    return new FaceTransform() {
      @Override
      public int size() {
        return inverter.size();
      }

      @Override
      public List<Outcome> apply(List<Face> batch) throws Exception {
        boolean open = Files.exists(Path.of(gate));
        boolean first = batch.get(0).imageId().compareTo(FIRST) < 0;
        if (!open && !first) {
          // Time for other tasks to finish, before this failure ends the job.
          Thread.sleep(3000);
          throw new GateShut();
        }
        if (open && batch.get(0).imageId().startsWith("00")) {
          throw new GateShut();
        }
        return inverter.apply(batch);
      }

      @Override
      public void close() {
        inverter.close();
      }
    };
  }

  /** Takes the task down, as a broken disk would. */
  private static final class GateShut extends Error {
    private static final long serialVersionUID = 1L;

    GateShut() {
      super("the gate is shut");
    }
  }
}
