package org.g2face.evaluate;

import java.util.List;
import org.g2face.detect.DetectorSpec;
import org.g2face.external.NetworkSpec;
import org.g2face.network.Coefficients.Range;
import org.g2face.network.Lpips;

/** The specification of a network that evaluates: which files it has, and what its numbers mean. */
public sealed interface EvaluationSpec {

  /** Its files, by their names in the configuration. */
  List<String> files();

  /** ONNX networks that look at a part of the aligned face and answer with one vector. */
  sealed interface VectorSpec extends EvaluationSpec {
    /** The only file. */
    String file();

    /** What goes in and comes out. */
    NetworkSpec network();

    @Override
    default List<String> files() {
      return List.of(file());
    }
  }

  /** Who it is: embeddings that are compared by the cosine of their angle. */
  sealed interface Recogniser extends EvaluationSpec {}

  /** A recogniser in an ONNX file. */
  record Identity(String file, NetworkSpec network) implements VectorSpec, Recogniser {}

  /**
   * The identity network of a model package. It is partial to faces that were trained with it.
   *
   * @param place of the package
   */
  record Packaged(String place) implements Recogniser {
    @Override
    public List<String> files() {
      return List.of(place);
    }
  }

  /**
   * The recogniser that comes along, {@link org.g2face.builtin.FaceRecogniser}.
   *
   * @param file its name, {@code builtin:...}
   */
  record BuiltinIdentity(String file) implements Recogniser {
    @Override
    public List<String> files() {
      return List.of(file);
    }
  }

  /** What it looks like: features whose distribution over a dataset is compared. */
  record Features(String file, NetworkSpec network) implements VectorSpec {}

  /**
   * Coefficients of a three-dimensional face.
   *
   * @param shape which of the coefficients tell the person's shape
   * @param expression which of them tell the expression
   */
  record Geometry(String file, NetworkSpec network, Range shape, Range expression)
      implements VectorSpec {}

  /** How the head is turned, told by a vector. */
  record HeadPoseSpec(String file, NetworkSpec network, Angles angles) implements VectorSpec {}

  /** How a vector tells yaw, pitch and roll. */
  enum Angles {
    /** Three numbers in degrees. */
    DEGREES,
    /**
     * For each angle the logits of 66 bins of three degrees from -99 on, as HOPENet has them; the
     * angle is the expectation.
     */
    BINS
  }

  /** Where faces are. */
  record Detection(DetectorSpec detector) implements EvaluationSpec {
    @Override
    public List<String> files() {
      return detector.files();
    }
  }

  /**
   * Where the 68 points of a face are.
   *
   * @param detector name of the network that says where the face is
   */
  record Landmarks(String file, String detector) implements EvaluationSpec {
    @Override
    public List<String> files() {
      return List.of(file);
    }
  }

  /**
   * How the head is turned, told by a scaled rotation as 3DDFA_V2 gives it.
   *
   * @param detector name of the network that says where the face is
   */
  record Rotation(String file, String detector) implements EvaluationSpec {
    @Override
    public List<String> files() {
      return List.of(file);
    }
  }

  /**
   * How alike two pictures look: LPIPS.
   *
   * @param file safetensors with the weights of the backbone and the linear layers
   */
  record PerceptualSpec(String file, Lpips.Backbone backbone) implements EvaluationSpec {
    @Override
    public List<String> files() {
      return List.of(file);
    }
  }
}
