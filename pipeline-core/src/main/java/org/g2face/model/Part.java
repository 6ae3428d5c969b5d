package org.g2face.model;

import java.util.List;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.FaceGenerator;
import org.g2face.network.Generator;
import org.g2face.network.MorphableModel;
import org.g2face.network.Phase;
import org.g2face.ops.CostOps;
import org.g2face.ops.Ops;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;

/** A part of a model package, in a file of its own. */
public enum Part {
  GENERATOR("generator") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var net = architecture.generator();
      long[] code = architecture.code().map(c -> new long[] {1, c.bits()}).orElse(null);
      net.forward(
          ops,
          w,
          new FaceGenerator.Input<>(
              image(net.size()),
              new long[] {1, net.styles(), net.styleDim()},
              new long[] {1, architecture.geometry().prior().size()},
              new long[] {1, net.bits()},
              code,
              null));
    }
  },
  STYLE_MAPPER("style-mapper") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var net = architecture.mapper();
      net.forward(ops, w, new long[] {1, net.identity()}, new long[] {1, net.geometry()});
    }
  },
  DUMMY_IDENTITY("dummy-identity") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var net = architecture.dummy();
      net.forward(ops, w, new long[] {1, net.size()}, Phase.inference());
    }
  },
  PASSWORD_EXTRACTOR("password-extractor") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var net = architecture.extractor();
      net.forward(ops, w, image(net.size()), Phase.inference());
    }
  },
  /** Of models that tell recovery more of a face than its embedding; else it has no weights. */
  FACE_CODE("face-code") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      architecture.code().ifPresent(code -> code.encode(ops, w, image(architecture.size())));
    }
  },
  DISCRIMINATOR("discriminator") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var net = architecture.discriminator();
      net.forward(ops, w, image(net.size()));
    }
  },
  IDENTITY("identity") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var net = architecture.identity().network();
      net.forward(ops, w, image(net.inputSize()));
    }
  },
  GEOMETRY("geometry") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      var alignment = architecture.geometry().alignment();
      long[] image = {1, 3, alignment.height(), alignment.width()};
      architecture.geometry().network().forward(ops, w, image);
    }
  },
  PERCEPTUAL("perceptual") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      long[] image = image(architecture.size());
      architecture.perceptual().forward(ops, w, image, image);
    }
  },
  /** Faces of nobody: what a generator may start from. */
  PRIOR("prior") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {
      if (architecture.generator() instanceof Generator) {
        var net = architecture.prior();
        net.draw(ops, w, net.map(ops, w, new long[] {1, net.latent()}), null);
      }
    }
  },
  /** Not a network: arrays under the names of {@code BFM_model_front.mat}, see FaceModelMat. */
  MORPHABLE("morphable") {
    @Override
    void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w) {}

    @Override
    String misfit(Architecture architecture, NamedTensors tensors) {
      try {
        morphable(architecture, tensors);
        return "";
      } catch (IllegalArgumentException e) {
        return e.getMessage();
      }
    }
  };

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /** Its name in {@code model.conf} and in messages. */
  public String key() {
    return key;
  }

  /** The name of its file within a package. */
  public String file() {
    return key + ".safetensors";
  }

  /** What it needs and does for one image; nothing for the morphable model. */
  public CostOps.Cost cost(Architecture architecture) {
    return CostOps.of((ops, w) -> run(architecture, ops, w));
  }

  /** The weights that its file must hold. */
  public List<WeightSpec> weights(Architecture architecture) {
    return cost(architecture).weights();
  }

  abstract void run(Architecture architecture, Ops<long[]> ops, Weights<long[]> w);

  /** How tensors differ from what this part must have, in words; empty if they fit. */
  String misfit(Architecture architecture, NamedTensors tensors) {
    return tensors.check(weights(architecture)).describe();
  }

  static MorphableModel morphable(Architecture architecture, NamedTensors tensors) {
    var geometry = architecture.geometry();
    return MorphableModel.of(geometry.network().coefficients(), geometry.camera(), tensors.asMap());
  }

  private static long[] image(int side) {
    return new long[] {1, 3, side, side};
  }
}
