package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;
import org.g2face.train.Computation.Body;

/**
 * The networks and parts of networks that reference values of the authors' code exist for, by the
 * name of the file with those values.
 */
public final class GoldenNetworks {
  private static final Channels NARROW =
      new Channels(Map.of(4, 16, 8, 16, 16, 12, 32, 12, 64, 10, 128, 8, 256, 6));

  private GoldenNetworks() {}

  public static Map<String, Body> byName() {
    return Map.ofEntries(
        Map.entry("modconv3x3", modulated(new ModulatedConv(6, 5, 3, 8, true, false))),
        Map.entry("modconv3x3_up", modulated(new ModulatedConv(6, 5, 3, 8, true, true))),
        Map.entry("modconv1x1_rgb", modulated(new ModulatedConv(6, 3, 1, 8, false, false))),
        Map.entry(
            "styled_conv_up",
            (ops, w, in) ->
                List.of(
                    new StyledConv(6, 5, 8, true)
                        .forward(ops, w, in.get("x"), in.get("style"), in.get("noise")))),
        Map.entry(
            "to_rgb_skip",
            (ops, w, in) ->
                List.of(
                    new ToRgb(6, 8).forward(ops, w, in.get("x"), in.get("style"), in.get("skip")))),
        Map.entry("pyramid_down", encoder(new PyramidBlock(6, 10, true))),
        Map.entry("pyramid_same", encoder(new PyramidBlock(3, 8, false))),
        Map.entry(
            "fusion_mask",
            (ops, w, in) -> List.of(new FusionMask(15, 5).forward(ops, w, in.get("x")))),
        Map.entry(
            "hiding_injection",
            (ops, w, in) ->
                List.of(new PayloadInjection(32, 16384, 7).forward(ops, w, flatBits(ops, in)))),
        Map.entry(
            "discriminator_64",
            (ops, w, in) -> List.of(new Discriminator(64, NARROW).forward(ops, w, in.get("x")))),
        Map.entry("generator_256_narrow", GoldenNetworks::generator),
        Map.entry(
            "style_mlp",
            (ops, w, in) ->
                List.of(
                    new StyleMapper(512, 147, 24, 6, 6, 2)
                        .forward(ops, w, in.get("identity"), in.get("geometry")))),
        Map.entry("map2id_eval", dummy(Phase.inference())),
        Map.entry("map2id_train", dummy(Phase.training((name, value) -> {}))),
        Map.entry("password_extractor_eval", GoldenNetworks::extractor),
        Map.entry(
            "iresnet_block_down",
            (ops, w, in) ->
                List.of(
                    new IResNet.Block(6, 8, true)
                        .forward(ops, w, in.get("x"), Phase.inference()))));
  }

  /**
   * @param arrays of a {@code BFM_model_front.mat}
   */
  public static Body morphable(Map<String, Tensor> arrays) {
    MorphableModel model = MorphableModel.of(Coefficients.standard(), Camera.standard(), arrays);
    return (ops, w, in) -> {
      MorphableModel.Face<Object> face = model.forward(ops, in.get("coefficients"));
      return List.of(face.shape(), face.landmarks(), face.colour());
    };
  }

  private static Body modulated(ModulatedConv conv) {
    return (ops, w, in) -> List.of(conv.forward(ops, w, in.get("x"), in.get("style")));
  }

  private static Body encoder(PyramidBlock block) {
    return (ops, w, in) -> List.of(block.forward(ops, w, in.get("x")));
  }

  private static Body dummy(Phase<Object> phase) {
    return (ops, w, in) -> List.of(new DummyIdentity(512).forward(ops, w, in.get("z"), phase));
  }

  private static List<Object> extractor(
      Ops<Object> ops, Weights<Object> w, Map<String, Object> in) {
    Object logits = new PayloadExtractor(256, 128).forward(ops, w, in.get("x"), Phase.inference());
    return List.of(ops.reshape(logits, -1, 512, 32));
  }

  private static List<Object> generator(
      Ops<Object> ops, Weights<Object> w, Map<String, Object> in) {
    List<Object> noise = new ArrayList<>();
    for (int i = 0; in.containsKey("noise." + i); i++) {
      noise.add(in.get("noise." + i));
    }
    return List.of(
        new Generator(256, NARROW, 24)
            .forward(ops, w, in.get("x"), in.get("styles"), flatBits(ops, in), noise));
  }

  private static Object flatBits(Ops<Object> ops, Map<String, Object> in) {
    return ops.reshape(in.get("bits"), -1, 16384);
  }
}
