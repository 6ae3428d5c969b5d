package org.g2face.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.Fixtures;
import org.g2face.io.FileStore;
import org.g2face.io.LocalFileStore;
import org.g2face.io.Sha256;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {

  @Test
  void readsEveryDtype() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0.1).putLong(-16777216).putFloat(1.5f).putInt(-7);
    data.putShort((short) 0xC100).putShort((short) 0x3FC0).put((byte) 200).put((byte) 1);
    NamedTensors tensors =
        read(
            """
            {"f64":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
             "i64":{"dtype":"I64","shape":[],"data_offsets":[8,16]},
             "f32":{"dtype":"F32","shape":[1,1],"data_offsets":[16,20]},
             "i32":{"dtype":"I32","shape":[1],"data_offsets":[20,24]},
             "f16":{"dtype":"F16","shape":[1],"data_offsets":[24,26]},
             "bf16":{"dtype":"BF16","shape":[1],"data_offsets":[26,28]},
             "u8":{"dtype":"U8","shape":[1],"data_offsets":[28,29]},
             "bool":{"dtype":"BOOL","shape":[1],"data_offsets":[29,30]},
             "none":{"dtype":"F32","shape":[0,3],"data_offsets":[30,30]},
             "__metadata__":{"format":"pt"}}
            """,
            data.array());
    assertThat(tensors.get("f64")).isEqualTo(Tensor.of(new float[] {0.1f}, 1));
    assertThat(tensors.get("i64")).isEqualTo(Tensor.scalar(-16777216));
    assertThat(tensors.get("f32")).isEqualTo(Tensor.of(new float[] {1.5f}, 1, 1));
    assertThat(tensors.get("i32").at(0)).isEqualTo(-7);
    assertThat(tensors.get("f16").at(0)).isEqualTo(-2.5f);
    assertThat(tensors.get("bf16").at(0)).isEqualTo(1.5f);
    assertThat(tensors.get("u8").at(0)).isEqualTo(200);
    assertThat(tensors.get("bool").at(0)).isEqualTo(1);
    assertThat(tensors.get("none").shape()).containsExactly(0, 3);
    assertThat(tensors.names()).hasSize(9).doesNotContain("__metadata__");
  }

  @Test
  void refusesIntegersThatFloat32WouldChange() {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(16777217);
    assertThatThrownBy(
            () ->
                read(
                    "{\"n\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                    data.array()))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("'n'")
        .hasMessageContaining("16777217");
  }

  /** Each row: what is wrong, the header, how many bytes follow it, what the message must say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "overlap|{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|'b' overlaps",
        "hole|{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}|12|'b' leaves a hole",
        "hole at the start|{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|hole",
        "trailing bytes|{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|5|1 bytes follow",
        "short data|{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|4|'a' ends at byte 8",
        "wrong size|{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|8|'a' needs 12 bytes",
        "backwards|{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}|4|'a' needs",
        "product overflow|{'a':{'dtype':'F32','shape':[4294967296,4294967296],"
            + "'data_offsets':[0,0]}}|0|'a' has a shape whose size overflows",
        "byte overflow|{'a':{'dtype':'F64','shape':[2305843009213693952],"
            + "'data_offsets':[0,0]}}|0|overflows",
        "zero hides overflow|{'a':{'dtype':'F32','shape':[9223372036854775807,2,0],"
            + "'data_offsets':[0,0]}}|0|overflows",
        "giant|{'a':{'dtype':'U8','shape':[4000000000],'data_offsets':[0,4000000000]}}|4|2 GiB",
        "negative extent|{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|4|'a' has a shape",
        "fraction|{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}|4|'a' has a shape",
        "big integer|{'a':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[0,99999999999999999999]}}|4|'a' has a data_offsets",
        "three offsets|{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,4]}}|4|3 data_offsets",
        "dtype|{'a':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}}|8|unsupported dtype 'C64'",
        "no dtype|{'a':{'shape':[1],'data_offsets':[0,4]}}|4|'a' lacks",
        "unknown property|{'a':{'x':1}}|0|'a' has the unknown property 'x'",
        "twice|{'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},"
            + "'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]}}|0|Duplicate field 'a'",
        "not an object|{'a':7}|0|'a' has VALUE_NUMBER_INT",
        "metadata|{'__metadata__':{'a':{}}}|0|__metadata__.a",
        "unclosed|{'a':{|0|not valid JSON",
        "two values|{} {}|0|goes on after",
        "array|[]|0|does not start with '{'",
        "nothing|``|0|does not start with '{'",
      })
  void saysWhatIsWrong(String what, String header, int dataLength, String message) {
    assertThatThrownBy(() -> read(header.replace('\'', '"'), new byte[dataLength]))
        .as(what)
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("test.safetensors")
        .satisfies(e -> assertThat(e.getMessage().replace('"', '\'')).contains(message));
  }

  @Test
  void refusesNonUtf8AndLengthsBeyondTheFile() {
    byte[] bad = {'{', '"', (byte) 0xC3, '"', '}'};
    assertThatThrownBy(() -> read(bad, new byte[0]))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("UTF-8");
    for (long length : new long[] {-1, Long.MIN_VALUE, 1, Long.MAX_VALUE}) {
      byte[] file = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertThatThrownBy(() -> Safetensors.read(open(file)))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("does not fit a file of 8");
    }
    assertThatThrownBy(() -> Safetensors.read(open(new byte[7])))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("too short");
  }

  /** A length that the storage overstates must not lead to a large allocation. */
  @Test
  void noticesAFileShorterOrLongerThanItsStorageSays() throws IOException {
    byte[] file = written(NamedTensors.of(Map.of("a", Tensor.filled(1, 5))), Dtype.F32);
    FileStore.OpenFile shorter =
        new FileStore.OpenFile(
            "f", new ByteArrayInputStream(file, 0, file.length - 3), file.length);
    assertThatThrownBy(() -> Safetensors.read(shorter)).hasMessageContaining("ends before");
    byte[] more = Arrays.copyOf(file, file.length + 1);
    FileStore.OpenFile longer =
        new FileStore.OpenFile("f", new ByteArrayInputStream(more), file.length);
    assertThatThrownBy(() -> Safetensors.read(longer)).hasMessageContaining("longer");
  }

  @ParameterizedTest
  @EnumSource(
      value = Dtype.class,
      names = {"F32", "F16"})
  void writesTheSameBytesWhateverTheOrder(Dtype precision) throws IOException {
    Map<String, Tensor> one = new LinkedHashMap<>();
    one.put("b", Tensor.of(new float[] {1, -2, 0.5f}, 3));
    one.put("a", Tensor.of(new float[0], 0, 4));
    one.put("ä.\"quoted\"", Tensor.scalar(3));
    Map<String, Tensor> other = new LinkedHashMap<>();
    one.keySet().stream().sorted().forEach(name -> other.put(name, one.get(name)));
    byte[] first = written(NamedTensors.of(one), precision);
    assertThat(written(NamedTensors.of(other), precision)).isEqualTo(first);
    long header = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(Safetensors.read(open(first)).tensors()).isEqualTo(NamedTensors.of(one));
  }

  @Test
  void f16RefusesWhatItCannotHold() {
    NamedTensors large = NamedTensors.of(Map.of("w", Tensor.scalar(70000)));
    assertThatThrownBy(() -> written(large, Dtype.F16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'w'");
    assertThatThrownBy(() -> written(large, Dtype.I32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void checksumsAreThoseOfTheFile(@TempDir Path folder) throws Exception {
    LocalFileStore local = new LocalFileStore(folder.resolve("new"));
    assertThat(local.has("w.safetensors")).isFalse();
    NamedTensors tensors = NamedTensors.of(Map.of("w", Tensor.filled(0.25f, 100, 1000)));
    String sha;
    try (var out = local.create("w.safetensors")) {
      sha = Safetensors.write(out, tensors, Dtype.F32);
    }
    assertThat(local.has("w.safetensors")).isTrue();
    byte[] bytes = Files.readAllBytes(folder.resolve("new/w.safetensors"));
    assertThat(Sha256.of(new ByteArrayInputStream(bytes))).isEqualTo(sha);
    Safetensors.Contents contents = Safetensors.read(local.open("w.safetensors"));
    assertThat(contents.sha256()).isEqualTo(sha);
    assertThat(contents.tensors()).isEqualTo(tensors);
    assertThatThrownBy(() -> local.open("../new/w.safetensors"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWhatOtherProgramsWrote() throws IOException {
    Path golden = Fixtures.path("golden/modconv3x3.safetensors");
    NamedTensors tensors =
        Safetensors.read(
                new LocalFileStore(golden.getParent()).open(golden.getFileName().toString()))
            .tensors();
    assertThat(tensors.get("in.x").shape()).containsExactly(3, 6, 9, 9);
    assertThat(tensors.at("in").names()).containsExactlyInAnyOrder("x", "style");
    FileStore.OpenFile again = open(written(tensors, Dtype.F32));
    assertThat(Safetensors.read(again).tensors()).isEqualTo(tensors);
  }

  static NamedTensors read(String header, byte[] data) throws IOException {
    return read(header.getBytes(StandardCharsets.UTF_8), data);
  }

  private static NamedTensors read(byte[] header, byte[] data) throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).put(data);
    return Safetensors.read(open(file.array())).tensors();
  }

  static FileStore.OpenFile open(byte[] file) {
    return new FileStore.OpenFile("test.safetensors", new ByteArrayInputStream(file), file.length);
  }

  static byte[] written(NamedTensors tensors, Dtype precision) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, tensors, precision);
    return out.toByteArray();
  }
}
