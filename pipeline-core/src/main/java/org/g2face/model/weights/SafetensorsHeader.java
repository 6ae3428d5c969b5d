package org.g2face.model.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.g2face.tensor.Tensor;

/**
 * The table of contents of a safetensors file, read as if an enemy had written it.
 *
 * @param entries in the order of their bytes, which they cover without holes or overlaps
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
record SafetensorsHeader(List<Entry> entries) {
  private static final int MAX_RANK = 16;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from the file: no table of them that could be filled with collisions.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build())
          .build();

  /**
   * One tensor of the file.
   *
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   */
  record Entry(String name, Dtype dtype, long[] shape, long begin, long end) {
    int count() {
      return Math.toIntExact((end - begin) / dtype.size());
    }
  }

  /**
   * @param file its name, for messages
   * @param json the header's bytes
   * @param dataLength how many bytes follow the header
   */
  static SafetensorsHeader parse(String file, byte[] json, long dataLength)
      throws SafetensorsException {
    List<Entry> entries = new ArrayList<>();
    if (json.length == 0 || json[0] != '{') {
      throw new SafetensorsException(file, "the header does not start with '{'");
    }
    try (JsonParser parser = JSON.createParser(decode(file, json))) {
      expect(file, "", parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.getCurrentName();
        expect(file, name, parser.nextToken(), JsonToken.START_OBJECT);
        if (name.equals("__metadata__")) {
          readMetadata(file, parser);
        } else {
          entries.add(readEntry(file, name, parser));
        }
      }
      if (parser.nextToken() != null) {
        throw new SafetensorsException(file, "the header goes on after its closing brace");
      }
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          file, "the header is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (SafetensorsException e) {
      throw e;
    } catch (IOException e) {
      throw new SafetensorsException(file, "the header cannot be read", e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkCover(file, entries, dataLength);
    return new SafetensorsHeader(List.copyOf(entries));
  }

  private static String decode(String file, byte[] json) throws SafetensorsException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(file, "the header is not valid UTF-8", e);
    }
  }

  private static void readMetadata(String file, JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getCurrentName();
      expect(file, "__metadata__." + key, parser.nextToken(), JsonToken.VALUE_STRING);
    }
  }

  private static Entry readEntry(String file, String name, JsonParser parser) throws IOException {
    Dtype dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getCurrentName();
      parser.nextToken();
      switch (key) {
        case "dtype" -> dtype = dtype(file, name, parser);
        case "shape" -> shape = numbers(file, name, key, parser);
        case "data_offsets" -> offsets = numbers(file, name, key, parser);
        default -> throw problem(file, name, "has the unknown property '" + key + "'");
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw problem(file, name, "lacks its dtype, shape or data_offsets");
    }
    if (offsets.length != 2) {
      throw problem(file, name, "has " + offsets.length + " data_offsets instead of 2");
    }
    Entry entry = new Entry(name, dtype, shape, offsets[0], offsets[1]);
    checkSize(file, entry);
    return entry;
  }

  private static Dtype dtype(String file, String name, JsonParser parser) throws IOException {
    expect(file, name, parser.currentToken(), JsonToken.VALUE_STRING);
    String text = parser.getText();
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(text)) {
        return dtype;
      }
    }
    throw problem(file, name, "has the unsupported dtype '" + text + "'");
  }

  private static long[] numbers(String file, String name, String key, JsonParser parser)
      throws IOException {
    expect(file, name, parser.currentToken(), JsonToken.START_ARRAY);
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw problem(file, name, "has a " + key + " that is not a list of sizes");
      }
      if (numbers.size() == MAX_RANK) {
        throw problem(file, name, "has a " + key + " of more than " + MAX_RANK + " numbers");
      }
      numbers.add(parser.getLongValue());
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private static void checkSize(String file, Entry entry) throws SafetensorsException {
    long bytes;
    try {
      bytes = Math.multiplyExact(Tensor.count(entry.shape()), entry.dtype().size());
    } catch (ArithmeticException e) {
      throw problem(file, entry.name(), "has a shape whose size overflows");
    }
    if (entry.end() < entry.begin() || entry.end() - entry.begin() != bytes) {
      throw problem(
          file, entry.name(), "needs " + bytes + " bytes but is said to lie at " + range(entry));
    }
    if (bytes / entry.dtype().size() > Integer.MAX_VALUE / Float.BYTES) {
      throw problem(file, entry.name(), "is larger than the 2 GiB that one tensor may have");
    }
  }

  private static void checkCover(String file, List<Entry> entries, long dataLength)
      throws SafetensorsException {
    long next = 0;
    for (Entry entry : entries) {
      if (entry.begin() < next) {
        throw problem(file, entry.name(), "overlaps another tensor at " + range(entry));
      }
      if (entry.begin() > next) {
        throw problem(
            file, entry.name(), "leaves a hole before it: " + next + ".." + entry.begin());
      }
      next = entry.end();
    }
    if (next > dataLength) {
      String last = entries.get(entries.size() - 1).name();
      throw problem(file, last, "ends at byte " + next + " of only " + dataLength);
    }
    if (next < dataLength) {
      throw new SafetensorsException(file, (dataLength - next) + " bytes follow the last tensor");
    }
  }

  private static void expect(String file, String name, JsonToken token, JsonToken wanted)
      throws SafetensorsException {
    if (token != wanted) {
      throw problem(file, name, "has " + token + " in the header where " + wanted + " belongs");
    }
  }

  static SafetensorsException problem(String file, String tensor, String what) {
    return new SafetensorsException(file, "tensor '" + tensor + "' " + what);
  }

  private static String range(Entry entry) {
    return "bytes " + entry.begin() + ".." + entry.end();
  }
}
