package org.g2face.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;
import org.g2face.train.StepReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.WireFormat;
import org.tensorflow.framework.Summary;

class RunRecorderTest {
  @TempDir private Path folder;

  private record Event(long step, Summary summary) {}

  @Test
  void curvesAndGridsAreWhereAPersonLooksForThem() throws IOException {
    Tensor original = Tensor.filled(-1, 2, 3, 4, 4);
    Tensor anonymized = Tensor.filled(0, 2, 3, 4, 4);
    Tensor broken = Tensor.filled(Float.NaN, 2, 3, 4, 4);
    try (RunRecorder recorder =
        new RunRecorder(RunFolder.of(folder.toString(), new Configuration()), "host")) {
      recorder.onStep(new StepReport(7, Map.of("recovery.pixels", 0.5), 0.001, 2, 8, false, 1));
      recorder.onGrid(8, original, anonymized, broken, 0.25);
    }

    byte[] png = Files.readAllBytes(folder.resolve("samples/step-000000008.png"));
    RgbImage grid = ((Picture) new ImageDecoder().decode(png, "x.png")).image();
    assertThat(grid.width()).isEqualTo(8);
    assertThat(grid.height()).isEqualTo(12);
    assertThat(grid.level(7, 0, 0)).isEqualTo(0);
    assertThat(grid.level(0, 4, 1)).isEqualTo(128);
    assertThat(grid.level(0, 11, 1)).isEqualTo(128);
    List<Event> events = events();
    assertThat(scalars(events.get(1)))
        .containsEntry("loss/recovery/pixels", 0.5f)
        .containsEntry("training/images-per-second", 4f)
        .containsEntry("training/skipped-steps", 1f);
    assertThat(events.get(1).step()).isEqualTo(7);
    assertThat(events.get(2).summary().getValue(0).getImage().getEncodedImageString().toByteArray())
        .isEqualTo(png);
    assertThat(scalars(events.get(3))).containsEntry("training/bit-error-rate", 0.25f);
  }

  private static Map<String, Float> scalars(Event event) {
    Map<String, Float> scalars = new HashMap<>();
    event.summary().getValueList().forEach(v -> scalars.put(v.getTag(), v.getSimpleValue()));
    return scalars;
  }

  /** Reads TFRecords and checks both of their checksums. */
  private List<Event> events() throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("events"))) {
      file = files.findFirst().orElseThrow();
    }
    List<Event> events = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      while (in.available() > 0) {
        byte[] length = in.readNBytes(Long.BYTES);
        requireChecksum(length, in);
        long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] content = in.readNBytes((int) bytes);
        requireChecksum(content, in);
        events.add(event(content));
      }
    }
    return events;
  }

  /** TensorFlow's definition, undone: crc = rotate left by 15 of (masked - 0xa282ead8). */
  private static void requireChecksum(byte[] bytes, DataInputStream in) throws IOException {
    int stored = Integer.reverseBytes(in.readInt());
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    assertThat(Integer.rotateLeft(stored - 0xa282ead8, 15)).isEqualTo((int) crc.getValue());
  }

  private static Event event(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    long step = 0;
    Summary summary = Summary.getDefaultInstance();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 2 -> step = in.readInt64();
        case 5 -> summary = Summary.parseFrom(in.readByteArray());
        default -> in.skipField(tag);
      }
    }
    return new Event(step, summary);
  }
}
