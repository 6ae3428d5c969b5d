package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.g2face.checkpoint.Samples.pickle;
import static org.g2face.checkpoint.Samples.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that want more than data. Each is tried in both forms of a checkpoint. */
class MaliciousPickleTest {
  private static final String LEGACY_START =
      "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\2M\u00e9\3."
          + "\u0080\2}"
          + text("little_endian")
          + "\u0088s.";

  @TempDir Path temp;

  /** The ways to name something, each with the name that must be refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.system|cos\nsystem\n(X\4\0\0\0trueR.",
        "posix.system|cposix\nsystem\n(X\4\0\0\0truetR.",
        "builtins.eval|\u0080\4\u008c\u0008builtins\u008c\4eval\u0093\u008c\0011\u0085R.",
        "builtins.exec|cbuiltins\nexec\n(X\1\0\0\0ptR.",
        "__builtin__.eval|c__builtin__\neval\n(X\1\0\0\0ptR.",
        "os.system|(ios\nsystem\n.",
        "os.system|(X\4\0\0\0trueios\nsystem\n.",
        "os.system|(cos\nsystem\nX\4\0\0\0trueo.",
        "subprocess.Popen|csubprocess\nPopen\n)\u0081.",
        "runpy._run_code|crunpy\n_run_code\n.",
        // Classes for which the library below has constructors of its own.
        "datetime.datetime|cdatetime\ndatetime\nC\nxxxxxxxxxx\u0085R.",
        "decimal.Decimal|cdecimal\nDecimal\nX\1\0\0\0001\u0085R.",
        "builtins.bytearray|cbuiltins\nbytearray\n)R.",
        "builtins.set|cbuiltins\nset\n](K\1e\u0085R.",
        "builtins.complex|cbuiltins\ncomplex\n(K\1K\1tR.",
        "array.array|carray\narray\n(X\1\0\0\0b]tR.",
        "copyreg._reconstructor|ccopyreg\n_reconstructor\n(cos\nsystem\nNNtR.",
        "operator.attrgetter|coperator\nattrgetter\n.",
        "_codecs.encode|c_codecs\nencode\n.",
        "builtins.getattr|cbuiltins\ngetattr\n.",
        // Near misses of what is allowed.
        "torch._utils._rebuild_tensor_v3|ctorch._utils\n_rebuild_tensor_v3\n.",
        "torch.storage._load_from_bytes|ctorch.storage\n_load_from_bytes\n.",
        "torch.optim.adam.eval|ctorch.optim.adam\neval\n.",
        "numpy.core.multiarray.scalar|cnumpy.core.multiarray\nscalar\n.",
        "collections.Counter|ccollections\nCounter\n)R.",
        "torch.nn.modules.linear.Linear|ctorch.nn.modules.linear\nLinear\n)\u0081}b.",
      })
  void refusesEveryOtherGlobalByName(String sample) throws IOException {
    String name = sample.substring(0, sample.indexOf('|'));
    byte[] pickle = pickle(sample.substring(sample.indexOf('|') + 1));
    assertRefused(pickle, "refused '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0082\1.", // EXT1
        "\u0083\1\0.", // EXT2
        "\u0084\1\0\0\0.", // EXT4
        "P0\n.", // PERSID
        "ccollections\nOrderedDict\n(K\1o.", // OBJ
        "(icollections\nOrderedDict\n.", // INST of an allowed name
        "ccollections\nOrderedDict\n)}\u0092.", // NEWOBJ_EX
        "ccollections\nOrderedDict\n)\u0081.", // NEWOBJ of what is not set aside
        "K\1)R.", // a call of a number
        "ctorch\nFloatStorage\n)R.", // a call of a type
        "ccollections\nOrderedDict\n}b.", // state for a function
        "K\1}b.", // state for a number
        "(lQ.", // a list as a persistent id
        "(X\1\0\0\0xK\1K\1K\1K\1tQ.", // a persistent id that is no storage
        "(X\7\0\0\0storageK\1X\1\0\0\0000X\3\0\0\0cpuK\1tQ.", // a storage without a type
        "\u008f.", // EMPTY_SET
        "(\u0091.", // FROZENSET
        "\u0096\0\0\0\0\0\0\0\0.", // BYTEARRAY8
        "\u0097.", // NEXT_BUFFER
        "C\1x.", // SHORT_BINBYTES
        "I1\n.", // INT
        "L1L\n.", // LONG
        "F1\n.", // FLOAT
        "S'x'\n.", // STRING
        "Vx\n.", // UNICODE
        "g0\n.", // GET
        "p0\n.", // PUT
      })
  void refusesOpcodesThatNoCheckpointNeeds(String opcodes) throws IOException {
    assertRefused(pickle(opcodes), "refused ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".", // an empty stack
        "0.", // pop from it
        "t.", // a tuple without a mark
        "h\7.", // a memo that was never put
        "(K\1u.", // a dictionary of a key without a value
        "K\1K\1a.", // append to a number
        "(K\1K\1u.", // items for nothing
        "K\1}Rs.", // a call with a dictionary
        "ccollections\nOrderedDict\nK\1R.", // arguments that are no tuple
        "ccollections\nOrderedDict\n(K\1tR.", // items that are no list
        "ctorch._utils\n_rebuild_tensor_v2\n)R.", // too few arguments
        "ctorch._utils\n_rebuild_parameter\n(K\1tR.", // a parameter without a tensor
        "ctorch\nSize\n(K\1tR.", // a size that is no tuple
        "\u0080\u0009.", // a version to come
        "}", // no end
        "X\4\0\0\0ab", // a text that ends early
      })
  void damageIsADeclaredException(String opcodes) throws IOException {
    assertRefused(pickle(opcodes), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X\u00ff\u00ff\u00ff\u007f", // texts of 2 GiB and more
        "X\u00ff\u00ff\u00ff\u00ff",
        "T\u00ff\u00ff\u00ff\u007f",
        "\u008d\u00ff\u00ff\u00ff\u007f\0\0\0\0",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u008d\0\0\0\0\0\0\0\u0080",
      })
  void hugeTextsAreNotAllocated(String opcodes) throws IOException {
    assertRefused(pickle(opcodes), "a text of");
  }

  @Test
  void endlessNamesAreRefused() throws IOException {
    assertRefused(pickle("c" + "a".repeat(1 << 20)), "a name of more than 512 bytes");
  }

  @Test
  void hostileNamesArePrintedHarmlessly() throws IOException {
    assertThatThrownBy(() -> open(pickle("cos\u001b[31m\nsys\ttem\n.")))
        .hasMessageContaining("os?[31m.sys?tem")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b"));
  }

  /** Deep nesting costs nothing, since nobody walks into it. */
  @Test
  void deepNestingIsNotAStackOverflow() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String lists = "]".repeat(500_000) + "a".repeat(499_999);
          assertRefused(pickle("\u0080\2" + lists + "."), "no dictionary");
          String tuples = ")" + "\u0085".repeat(1_000_000);
          assertRefused(pickle("\u0080\2}" + tuples + "K\1s."), "dictionary key");
        });
  }

  /** Every line doubles the one before; only as a key would anybody have to look into it. */
  @Test
  void memoBombsDoNotGoOff() {
    StringBuilder bomb = new StringBuilder("\u0080\2)q\0");
    for (int i = 0; i < 200; i++) {
      bomb.append("h").append((char) i).append("h").append((char) i).append("\u0086");
      bomb.append("q").append((char) (i + 1)).append("0");
    }
    String last = "h" + (char) 200;
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          open(pickle(bomb + "}X\1\0\0\0k" + last + "s.")).close();
          assertRefused(pickle(bomb + "}" + last + "K\1s."), "dictionary key");
        });
  }

  /** Growing a list by nothing, again and again, must not copy it each time. */
  @Test
  void workStaysInProportion() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String large = "](" + "N".repeat(900_000) + "e";
          assertRefused(pickle("\u0080\2" + large + "(Ne".repeat(300_000) + "."), "no dictionary");
          assertRefused(pickle("\u0080\2" + "N0".repeat(1_100_000) + "}."), "2000000 steps");
          assertRefused(
              pickle("\u0080\2" + (text("a".repeat(120)) + "0").repeat(150_000) + "}."), "beyond");
        });
  }

  /** The trainer's objects are passed over: nothing of them is built, whatever they carry. */
  @Test
  void whatIsSetAsideStaysInert() throws IOException {
    String scheduler = "ctorch.optim.lr_scheduler\nExponentialLR\n)\u0081}X\1\0\0\0aK\1sb";
    String counts = "ccollections\ndefaultdict\nc__builtin__\ndict\n\u0085R(K\1K\2u";
    open(pickle("\u0080\2}(" + text("s") + scheduler + text("d") + counts + "u.")).close();
    String hidden = "ctorch.optim.adam\nAdam\n)\u0081cos\nsystem\nX\4\0\0\0true\u0085Rb";
    assertRefused(pickle("\u0080\2}" + text("s") + hidden + "s."), "refused 'os.system'");
  }

  private void assertRefused(byte[] pickle, String message) throws IOException {
    TorchCheckpointTest.assertRefused(Samples.zip(temp.resolve("evil.pth"), pickle), message);
    if (pickle[pickle.length - 1] != '.') {
      // Without its end, a pickle in a stream runs into the next one.
      return;
    }
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.write(pickle(LEGACY_START));
    stream.write(pickle);
    stream.write(pickle("\u0080\2]."));
    Path legacy = Files.write(temp.resolve("evil_legacy.pth"), stream.toByteArray());
    TorchCheckpointTest.assertRefused(legacy, message);
  }

  private TorchCheckpoint open(byte[] pickle) throws IOException {
    return TorchCheckpoint.open(Samples.zip(temp.resolve("evil.pth"), pickle));
  }
}
