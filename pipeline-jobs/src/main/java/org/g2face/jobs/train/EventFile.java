package org.g2face.jobs.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.Summary;

/**
 * A file of events that TensorBoard reads.
 *
 * <p>The summaries are TensorFlow's protocol messages as they come with ND4J. Its message Event,
 * which does not, is {@code {double wall_time = 1; int64 step = 2; string file_version = 3; Summary
 * summary = 5;}}. A file is a sequence of TFRecords: the length, its checksum, the event, its
 * checksum, all in little-endian order (tensorflow.org/tutorials/load_data/tfrecord).
 */
final class EventFile implements Closeable {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int MASK_DELTA = 0xa282ead8;

  private final FSDataOutputStream out;

  /** Creates a file whose name TensorBoard recognises. */
  EventFile(FileSystem store, Path folder, String host) throws IOException {
    Instant now = Instant.now();
    String name =
        "events.out.tfevents.%d.%s.%d".formatted(now.getEpochSecond(), host, now.getNano());
    out = store.create(new Path(folder, name), false);
    write(event -> event.writeString(FILE_VERSION, "brain.Event:2"));
  }

  /** Adds numbers. */
  void scalars(long step, Map<String, Double> values) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    values.forEach(
        (tag, value) -> summary.addValueBuilder().setTag(tag).setSimpleValue(value.floatValue()));
    write(step, summary.build());
  }

  /** Adds a picture. */
  void image(long step, String tag, int width, int height, byte[] png) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    summary
        .addValueBuilder()
        .setTag(tag)
        .getImageBuilder()
        .setWidth(width)
        .setHeight(height)
        .setColorspace(3)
        .setEncodedImageString(ByteString.copyFrom(png));
    write(step, summary.build());
  }

  /** Makes what was written visible to readers, where the store can. */
  void flush() throws IOException {
    out.hflush();
  }

  private void write(long step, Summary summary) throws IOException {
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeMessage(SUMMARY, summary);
        });
  }

  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream event) throws IOException;
  }

  private void write(Fields fields) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream event = CodedOutputStream.newInstance(bytes);
    event.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
    fields.write(event);
    event.flush();
    byte[] content = bytes.toByteString().toByteArray();
    byte[] length = littleEndian(Long.BYTES).putLong(content.length).array();
    out.write(length);
    out.write(littleEndian(Integer.BYTES).putInt(masked(length)).array());
    out.write(content);
    out.write(littleEndian(Integer.BYTES).putInt(masked(content)).array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** TFRecord's checksum: CRC-32C, rotated and shifted so that checksums can be checked in turn. */
  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
