package org.g2face.jobs.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** Parquet files of one row of which one number is a lie. */
enum LyingParquet {
  CHUNK_OF_A_TEBIBYTE {
    @Override
    void lie(PageHeader page, RowGroup group) {
      chunk(group).setTotal_compressed_size(1L << 40);
    }
  },
  CHUNK_OF_LESS_THAN_NOTHING {
    @Override
    void lie(PageHeader page, RowGroup group) {
      chunk(group).setTotal_compressed_size(-1);
    }
  },
  CHUNK_BEYOND_THE_END {
    @Override
    void lie(PageHeader page, RowGroup group) {
      chunk(group).setData_page_offset(1L << 50);
    }
  },
  CHUNK_IN_FRONT_OF_THE_BEGINNING {
    @Override
    void lie(PageHeader page, RowGroup group) {
      chunk(group).setData_page_offset(-7);
    }
  },
  QUADRILLION_ROWS {
    @Override
    void lie(PageHeader page, RowGroup group) {
      group.setNum_rows(1_000_000_000_000_000L);
    }
  },
  NEGATIVE_ROWS {
    @Override
    void lie(PageHeader page, RowGroup group) {
      group.setNum_rows(-1);
    }
  },
  QUADRILLION_VALUES {
    @Override
    void lie(PageHeader page, RowGroup group) {
      chunk(group).setNum_values(1_000_000_000_000_000L);
    }
  },
  PAGE_OF_TWO_GIBIBYTES {
    @Override
    void lie(PageHeader page, RowGroup group) {
      page.setUncompressed_page_size(Integer.MAX_VALUE);
    }
  },
  PAGE_THAT_SNAPPY_SAYS_IS_LARGE {
    @Override
    byte[] packed(byte[] content) {
      return new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0, 0};
    }
  },
  SCHEMA_OF_A_BILLION_ELEMENTS {
    @Override
    byte[] bytes() {
      // A list of structures, the number of which is a varint.
      byte[] footer = {0x15, 2, 0x19, (byte) 0xfc, -1, -1, -1, -1, 7, 0};
      return file(new byte[9], footer);
    }
  },
  FOOTER_OF_TWO_GIBIBYTES {
    @Override
    byte[] bytes() throws IOException {
      byte[] bytes = truth();
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(bytes.length - 8, Integer.MAX_VALUE);
      return bytes;
    }
  };

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  void lie(PageHeader page, RowGroup group) {}

  byte[] packed(byte[] content) {
    return content;
  }

  byte[] bytes() throws IOException {
    return write("image", this);
  }

  static byte[] truth() throws IOException {
    return write("image", null);
  }

  static byte[] ofAnotherColumn() throws IOException {
    return write("url", null);
  }

  static ColumnMetaData chunk(RowGroup group) {
    return group.getColumns().get(0).getMeta_data();
  }

  private static byte[] write(String column, LyingParquet lie) throws IOException {
    byte[] image = {1, 2, 3};
    byte[] plain =
        ByteBuffer.allocate(Integer.BYTES + image.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(image.length)
            .put(image)
            .array();
    // Snappy: the length, then one literal.
    byte[] snappy =
        ByteBuffer.allocate(plain.length + 2)
            .put((byte) plain.length)
            .put((byte) (plain.length - 1 << 2))
            .put(plain)
            .array();
    byte[] content = lie == null ? snappy : lie.packed(snappy);
    PageHeader page = new PageHeader(PageType.DATA_PAGE, plain.length, content.length);
    page.setData_page_header(new DataPageHeader(1, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    ColumnMetaData chunk =
        new ColumnMetaData(
            Type.BYTE_ARRAY,
            List.of(Encoding.PLAIN),
            List.of(column),
            CompressionCodec.SNAPPY,
            1,
            100,
            0,
            MAGIC.length);
    ColumnChunk place = new ColumnChunk(MAGIC.length);
    place.setMeta_data(chunk);
    RowGroup group = new RowGroup(List.of(place), 100, 1);
    if (lie != null) {
      lie.lie(page, group);
    }
    ByteArrayOutputStream pages = new ByteArrayOutputStream();
    Util.writePageHeader(page, pages);
    pages.writeBytes(content);
    if (chunk.getTotal_compressed_size() == 0) {
      chunk.setTotal_compressed_size(pages.size());
    }
    SchemaElement root = new SchemaElement("root");
    root.setNum_children(1);
    SchemaElement leaf = new SchemaElement(column);
    leaf.setType(Type.BYTE_ARRAY);
    leaf.setRepetition_type(FieldRepetitionType.REQUIRED);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(
        new FileMetaData(1, List.of(root, leaf), group.getNum_rows(), List.of(group)), footer);
    return file(pages.toByteArray(), footer.toByteArray());
  }

  private static byte[] file(byte[] pages, byte[] footer) {
    return ByteBuffer.allocate(pages.length + footer.length + 2 * MAGIC.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put(pages)
        .put(footer)
        .putInt(footer.length)
        .put(MAGIC)
        .array();
  }
}
