package org.g2face.train.torch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.g2face.ops.Ops;
import org.g2face.preflight.Arithmetic;
import org.g2face.preflight.Convolution;
import org.g2face.preflight.Convolved;
import org.g2face.preflight.Convolver;
import org.g2face.preflight.CudaBuild;

/**
 * libtorch, as far as its numbers are examined. Where oneDNN is wrong it does without.
 *
 * @param device as PyTorch writes it
 * @param wrap what the operations go through; a test lies here
 */
public record TorchConvolver(String device, Arithmetic arithmetic, UnaryOperator<Ops<Tensor>> wrap)
    implements Convolver {

  public TorchConvolver(String device, Arithmetic arithmetic) {
    this(device, arithmetic, UnaryOperator.identity());
  }

  @Override
  public String library() {
    try {
      return "libtorch " + Loader.getVersion("org.bytedeco", "pytorch").split("-")[0];
    } catch (IOException e) {
      return "libtorch";
    }
  }

  @Override
  public Optional<CudaBuild> cuda() {
    return Optional.of(CudaBuild.LIBTORCH);
  }

  @Override
  public List<Convolved> convolve(List<Convolution> cases) {
    TorchOps exact = new TorchOps(device);
    Ops<Tensor> ops = wrap.apply(arithmetic == Arithmetic.BFLOAT16 ? exact.inBfloat16() : exact);
    List<Convolved> results = new ArrayList<>();
    for (Convolution each : cases) {
      try (PointerScope scope = new PointerScope()) {
        results.add(convolve(ops, each));
      }
    }
    return results;
  }

  private static Convolved convolve(Ops<Tensor> ops, Convolution each) {
    Tensor image = ops.constant(each.image());
    Tensor weight = ops.constant(each.weight());
    image.set_requires_grad(true);
    weight.set_requires_grad(true);
    Tensor output = ops.conv2d(image, weight, null, each.stride(), each.padding(), each.groups());
    Tensor counted = ops.mul(output, ops.constant(each.cotangent()));
    List<Tensor> gradients =
        Autograd.gradients(ops.sum(counted, false, 0, 1, 2, 3), List.of(image, weight));
    return new Convolved(
        TorchOps.toHost(output),
        TorchOps.toHost(gradients.get(0)),
        TorchOps.toHost(gradients.get(1)));
  }

  @Override
  public Optional<Way> anotherWay() {
    return device.equals("cpu") && torch.globalContext().userEnabledMkldnn()
        ? Optional.of(
            new Way(
                "without oneDNN",
                () -> torch.globalContext().setUserEnabledMkldnn(false),
                () -> torch.globalContext().setUserEnabledMkldnn(true)))
        : Optional.empty();
  }
}
