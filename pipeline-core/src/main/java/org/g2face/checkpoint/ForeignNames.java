package org.g2face.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.g2face.model.Part;

/**
 * Names in the authors' files that differ from ours, or that no network here asks for.
 *
 * @param weights what remains
 * @param leftOut the names of what does not, for the report
 */
record ForeignNames(StateDict weights, List<String> leftOut) {
  private static final Pattern LPIPS_LAYER = Pattern.compile("net\\.slice[1-5]\\.(\\d+)\\.");

  /**
   * Counters of batch normalisation are left out, and so are blur kernels once they are checked.
   *
   * @throws CheckpointException if a kernel is not the networks' own
   */
  static ForeignNames of(Part part, StateDict dict) throws IOException {
    BlurKernels.check(dict, part == Part.GENERATOR ? 4 : 1);
    return without(dict, name -> BlurKernels.isName(name) || name.endsWith(".num_batches_tracked"));
  }

  /** StyleGAN2 has a mapping network and fixed noise maps that the generator here has not. */
  static ForeignNames ofStyleGan2(StateDict dict) throws IOException {
    BlurKernels.check(dict, 4);
    return without(
        dict,
        name ->
            BlurKernels.isName(name) || name.startsWith("style.") || name.startsWith("noises."));
  }

  /**
   * The weights of LPIPS come in two layouts: torchvision's classifier beside a file of linear
   * layers, or both in one under the names of the lpips package, which has the linear layers twice.
   */
  static ForeignNames ofLpips(StateDict dict) throws CheckpointException {
    ForeignNames some =
        without(
            dict,
            name ->
                name.startsWith("classifier.")
                    || name.startsWith("lins.")
                    || name.startsWith("scaling_layer."));
    StateDict renamed =
        some.weights.renamed(name -> LPIPS_LAYER.matcher(name).replaceFirst("features.$1."));
    return new ForeignNames(renamed, some.leftOut);
  }

  private static ForeignNames without(StateDict dict, Predicate<String> foreign) {
    List<String> leftOut = new ArrayList<>(dict.names());
    leftOut.removeIf(foreign.negate());
    return new ForeignNames(dict.only(foreign.negate()), List.copyOf(leftOut));
  }
}
