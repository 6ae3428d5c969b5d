package org.g2face.jobs.vault;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.StableParquetFile;
import org.g2face.vault.Original;
import org.g2face.vault.VaultCipher;

/** Writes the originals of one attempt of a task, encrypted. */
public final class VaultWriter implements Closeable {
  /** The version of the columns. */
  static final int SCHEMA_VERSION = 1;

  /** The column of the encrypted originals. */
  public static final String SEALED = "sealed";

  /** The column that names the images. */
  public static final String IMAGE_ID = "image_id";

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(INT32)
          .named("schema_version")
          .required(BINARY)
          .as(stringType())
          .named(IMAGE_ID)
          .required(BINARY)
          .as(stringType())
          .named("vault_key")
          .required(INT64)
          .named("length")
          .required(BINARY)
          .named(SEALED)
          .named("vault");

  private static final long ROW_GROUP = 32L << 20;

  private final Configuration hadoop;
  private final Path path;
  private final VaultCipher cipher;
  private final String key;
  private ParquetWriter<Group> rows;

  VaultWriter(Configuration hadoop, Path path, VaultCipher cipher, String key) {
    this.hadoop = hadoop;
    this.path = path;
    this.cipher = cipher;
    this.key = key;
  }

  /** Adds an original. */
  public void write(String imageId, Original original) throws IOException {
    if (rows == null) {
      rows =
          ExampleParquetWriter.builder(
                  new StableParquetFile(HadoopFileSystems.of(path, hadoop), path))
              .withType(SCHEMA)
              .withConf(hadoop)
              .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
              .withDictionaryEncoding(SEALED, false)
              .withRowGroupSize(ROW_GROUP)
              // By default a hundred rows are buffered before their size is looked at.
              .withMinRowCountForPageSizeCheck(4)
              .withMaxRowCountForPageSizeCheck(16)
              .build();
    }
    byte[] sealed = cipher.seal(imageId, original);
    Group row = new SimpleGroup(SCHEMA);
    row.append("schema_version", SCHEMA_VERSION)
        .append(IMAGE_ID, imageId)
        .append("vault_key", key)
        .append("length", (long) original.bytes().length)
        .append(SEALED, Binary.fromConstantByteArray(sealed));
    rows.write(row);
  }

  /** Completes the file. */
  public void finish() throws IOException {
    close();
  }

  /** Closes the file; without {@link #finish} it counts for nothing. */
  @Override
  public void close() throws IOException {
    if (rows != null) {
      ParquetWriter<Group> open = rows;
      rows = null;
      open.close();
    }
  }
}
