package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;

/**
 * Inverts every level, and fails for the images whose names ask for it.
 *
 * @param milliseconds that each face takes
 * @param working a folder in which each process that works leaves a file with its number, or null
 */
record FaultyProvider(int milliseconds, String working) implements FaceTransformProvider {
  @Override
  public String model() {
    return "faulty";
  }

  @Override
  public FaceTransform open() throws IOException {
    if (working != null) {
      Files.writeString(Path.of(working, "" + ProcessHandle.current().pid()), "");
    }
    FaceTransform inverter = new TestProvider().open();
    return new FaceTransform() {
      @Override
      public int size() {
        return inverter.size();
      }

      @Override
      public List<Outcome> apply(List<Face> batch) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (Face face : batch) {
          Thread.sleep(milliseconds);
          outcomes.add(outcome(face));
        }
        return outcomes;
      }

      private Outcome outcome(Face face) throws Exception {
        return switch (FaultyImages.Kind.of(face.imageId())) {
          case DETECTOR -> throw new IllegalStateException("the detector threw");
          case MODEL -> throw new IOException("the model threw");
          case NO_FACE -> new Outcome.Failed("no_face", "there is no face");
          case INFINITE -> new Outcome.Failed("non_finite_output", "a level is no number");
          default -> inverter.apply(List.of(face)).get(0);
        };
      }

      @Override
      public void close() {
        inverter.close();
      }
    };
  }
}
