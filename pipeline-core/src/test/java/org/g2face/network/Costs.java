package org.g2face.network;

import java.util.List;
import org.g2face.ops.CostOps;
import org.g2face.ops.CostOps.Cost;
import org.g2face.ops.WeightSpec;

/** What each network costs for one input. */
final class Costs {
  private Costs() {}

  static long[] image(int size) {
    return new long[] {1, 3, size, size};
  }

  static Cost of(Generator net) {
    return CostOps.of(
        (ops, w) ->
            net.forward(
                ops,
                w,
                image(net.size()),
                new long[] {1, net.styles(), net.styleDim()},
                new long[] {1, net.bits()},
                null));
  }

  static Cost of(StyleMapper net) {
    return CostOps.of(
        (ops, w) ->
            net.forward(ops, w, new long[] {1, net.identity()}, new long[] {1, net.geometry()}));
  }

  static Cost of(DummyIdentity net) {
    return CostOps.of(
        (ops, w) -> net.forward(ops, w, new long[] {1, net.size()}, Phase.inference()));
  }

  static Cost of(PayloadExtractor net) {
    return CostOps.of((ops, w) -> net.forward(ops, w, image(net.size()), Phase.inference()));
  }

  static Cost of(Discriminator net) {
    return CostOps.of((ops, w) -> net.forward(ops, w, image(net.size())));
  }

  static Cost of(IResNet net) {
    return CostOps.of((ops, w) -> net.forward(ops, w, image(net.inputSize())));
  }

  static Cost of(GeometryNet net, int size) {
    return CostOps.of((ops, w) -> net.forward(ops, w, image(size)));
  }

  static Cost of(Lpips net, int size) {
    return CostOps.of((ops, w) -> net.forward(ops, w, image(size), image(size)));
  }

  /** The parameters whose names start with one of the given parts. */
  static long parameters(Cost cost, String... scopes) {
    List<String> wanted = List.of(scopes);
    List<WeightSpec> some =
        cost.weights().stream()
            .filter(spec -> wanted.stream().anyMatch(s -> spec.name().startsWith(s + ".")))
            .toList();
    return new Cost(some, List.of()).parameters();
  }
}
