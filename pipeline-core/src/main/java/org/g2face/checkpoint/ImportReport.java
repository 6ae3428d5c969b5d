package org.g2face.checkpoint;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;

/**
 * The report of an import.
 *
 * @param model the package
 * @param leftOut for each part, the tensors of its files that the network does not ask for
 * @param drawn for each part, the weights that no file had and that were drawn at random; only
 *     where the import starts from StyleGAN2 or afresh
 */
public record ImportReport(
    ModelPackage model, Map<Part, List<String>> leftOut, Map<Part, List<String>> drawn) {

  public ImportReport {
    leftOut = Map.copyOf(leftOut);
    drawn = Map.copyOf(drawn);
  }

  /**
   * The parts that no file held; what needs them will say so. A prior comes from training alone and
   * does not count.
   */
  public Set<Part> absent() {
    Set<Part> absent = EnumSet.allOf(Part.class);
    absent.removeAll(model.parts());
    absent.remove(Part.PRIOR);
    if (model.architecture().code().isEmpty()) {
      absent.remove(Part.FACE_CODE);
    }
    return absent;
  }
}
