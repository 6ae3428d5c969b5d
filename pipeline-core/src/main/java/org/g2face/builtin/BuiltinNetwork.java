package org.g2face.builtin;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.g2face.io.FileStore;
import org.g2face.model.weights.EightBitWeights;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.AgeSex;
import org.g2face.network.FaceExpressions;
import org.g2face.network.FaceLandmarks;
import org.g2face.network.FaceResNet;
import org.g2face.network.SsdMobileNet;
import org.g2face.ops.CostOps;
import org.g2face.ops.Ops;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;

/** A network whose weights are in the jar. Configurations call it {@code builtin:NAME}. */
public enum BuiltinNetwork {
  /** {@link SsdMobileNet}: where faces are. */
  DETECTOR(
      "ssd-mobilenet-v1", (ops, w) -> new SsdMobileNet().forward(ops, w, image(SsdMobileNet.SIDE))),
  /** {@link FaceLandmarks}: where the 68 points of a face are. */
  LANDMARKS(
      "face-landmarks-68",
      (ops, w) -> new FaceLandmarks().forward(ops, w, image(FaceLandmarks.SIDE))),
  /** {@link FaceResNet}: who it is. */
  RECOGNISER(
      "face-resnet-128", (ops, w) -> new FaceResNet().forward(ops, w, image(FaceResNet.SIDE))),
  /** {@link FaceExpressions}: which of seven expressions a face has. */
  EXPRESSIONS(
      "face-expressions-7",
      (ops, w) -> new FaceExpressions().forward(ops, w, image(FaceExpressions.SIDE))),
  /** {@link AgeSex}: how old a face looks, and whether like a man's. */
  AGE_SEX("face-age-sex", (ops, w) -> new AgeSex().forward(ops, w, image(AgeSex.SIDE)));

  private static final String SCHEME = "builtin:";

  /** Lines as {@code sha256sum} writes and checks them. */
  private static final String SUMS = "SHA256SUMS";

  private final String key;
  private final BiConsumer<Ops<long[]>, Weights<long[]>> network;

  BuiltinNetwork(String key, BiConsumer<Ops<long[]>, Weights<long[]>> network) {
    this.key = key;
    this.network = network;
  }

  private static long[] image(int side) {
    return new long[] {1, 3, side, side};
  }

  /** Its name in a configuration, such as {@code builtin:face-resnet-128}. */
  public String uri() {
    return SCHEME + key;
  }

  /** The name of its file. */
  public String file() {
    return key + ".safetensors";
  }

  /**
   * Whether a configuration means this network, and not a file.
   *
   * @throws IllegalArgumentException if it means another one that would come along
   */
  public boolean isNamed(String uri) {
    if (uri.startsWith(SCHEME) && !uri.equals(uri())) {
      throw new IllegalArgumentException(
          uri + " does not serve here; " + uri() + " does, or the name of a file");
    }
    return uri.equals(uri());
  }

  /** The weights that its file must hold. */
  public List<WeightSpec> weights() {
    return CostOps.of(network).weights();
  }

  /** The SHA-256 of its file, as the jar's list of them says. */
  public String sha256() {
    try {
      return listed(resource(SUMS));
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's list of networks cannot be read", e);
    }
  }

  /**
   * Reads its weights from the jar.
   *
   * @throws UncheckedIOException if they are damaged or not there
   */
  public NamedTensors load() {
    try {
      Safetensors.Contents read = Safetensors.read(resource(file()));
      String sha256 = sha256();
      if (!read.sha256().equals(sha256)) {
        throw new IOException(
            uri() + " has the SHA-256 " + read.sha256() + " instead of " + sha256);
      }
      return EightBitWeights.decode(read.tensors());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the network " + uri() + " cannot be read from the jar; build it again", e);
    }
  }

  /**
   * Writes the list of files that {@link #load} checks against.
   *
   * @param sha256 of each network's file, in the order of {@link #values}
   */
  public static void list(List<String> sha256, FileStore folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (BuiltinNetwork network : values()) {
      lines.append(sha256.get(network.ordinal())).append("  ").append(network.file()).append('\n');
    }
    try (OutputStream out = folder.create(SUMS)) {
      out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private String listed(FileStore.OpenFile sums) throws IOException {
    try (InputStream in = sums.stream()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.endsWith("  " + file()))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .findFirst()
          .orElseThrow(() -> new FileNotFoundException(uri() + " is not in the jar's list"));
    }
  }

  private FileStore.OpenFile resource(String name) throws IOException {
    URL found = BuiltinNetwork.class.getClassLoader().getResource("networks/" + name);
    if (found == null) {
      throw new FileNotFoundException("networks/" + name);
    }
    URLConnection connection = found.openConnection();
    // A cached jar would be closed under those who read from it, too.
    connection.setUseCaches(false);
    return new FileStore.OpenFile(
        uri(), connection.getInputStream(), connection.getContentLengthLong());
  }
}
