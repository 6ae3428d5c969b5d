package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.evaluate.EvaluationSpec;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.Table;

/**
 * The plan of an evaluation: the measures of each image, and what each needs.
 *
 * @param columns numbers, in the order of an image's values
 * @param recognisers names of the networks that tell who it is
 * @param features names of the networks whose features are compared over the dataset
 * @param anonymized for each model that is evaluated, whether it has anonymized pictures
 */
record EvaluationPlan(
    List<Column> columns, List<String> recognisers, List<String> features, List<Boolean> anonymized)
    implements Serializable {

  /** Everything that the contracts allow for, whether or not the networks' files are there. */
  static EvaluationPlan of(Map<String, EvaluationSpec> contracts, List<EvaluatedModel> subjects) {
    List<Column> columns = new ArrayList<>();
    for (int subject = 0; subject < subjects.size(); subject++) {
      columns.addAll(columns(contracts, subjects.get(subject), subject));
    }
    return new EvaluationPlan(
        columns,
        names(contracts, EvaluationSpec.Recogniser.class),
        names(contracts, EvaluationSpec.Features.class),
        subjects.stream().map(subject -> !subject.anonymized().isEmpty()).toList());
  }

  /** How many models are evaluated. */
  int subjects() {
    return anonymized.size();
  }

  private static List<Column> columns(
      Map<String, EvaluationSpec> contracts, EvaluatedModel subject, int number) {
    List<Column> columns = new ArrayList<>();
    if (!subject.anonymized().isEmpty()) {
      contracts.forEach(
          (name, contract) ->
              anonymized(contract)
                  .forEach(
                      measure -> columns.add(new Column(table(measure), measure, name, number))));
      subject.model().ifPresent(model -> columns.addAll(passwords(model.passwords(), number)));
    }
    if (!subject.recovered().isEmpty()) {
      columns.add(new Column(Table.V, Measure.MAE, "", number));
      names(contracts, EvaluationSpec.PerceptualSpec.class)
          .forEach(name -> columns.add(new Column(Table.V, Measure.LPIPS, name, number)));
      columns.add(new Column(Table.V, Measure.SSIM, "", number));
      columns.add(new Column(Table.V, Measure.PSNR, "", number));
      names(contracts, EvaluationSpec.Recogniser.class)
          .forEach(
              name -> columns.add(new Column(Table.VI, Measure.RECOVERED_COSINE, name, number)));
    }
    return columns;
  }

  private static List<Column> passwords(PayloadReading passwords, int number) {
    List<Column> columns = new ArrayList<>();
    for (Measure measure :
        List.of(
            Measure.BIT_ERROR_RATE,
            Measure.FLOAT_ERROR,
            Measure.EMBEDDING_COSINE,
            Measure.OPENING_RATE)) {
      columns.add(new Column(Table.IV, measure, "", number, passwords.unopened()));
    }
    if (passwords.checked()) {
      columns.add(new Column(Table.IV, Measure.ARRIVAL_RATE, "", number));
    }
    return columns;
  }

  private static Table table(Measure measure) {
    return measure == Measure.IDENTITY_COSINE ? Table.II : Table.III;
  }

  private static List<Measure> anonymized(EvaluationSpec contract) {
    if (contract instanceof EvaluationSpec.Recogniser) {
      return List.of(Measure.IDENTITY_COSINE);
    } else if (contract instanceof EvaluationSpec.Detection detection) {
      List<Measure> measures =
          new ArrayList<>(List.of(Measure.DETECTION_RATE, Measure.BOX_DISTANCE));
      if (detection.detector().kind().findsPoints()) {
        measures.add(Measure.LANDMARK_DISTANCE);
      }
      return measures;
    } else if (contract instanceof EvaluationSpec.Landmarks) {
      return List.of(Measure.LANDMARK_DISTANCE);
    } else if (contract instanceof EvaluationSpec.Geometry) {
      return List.of(Measure.SHAPE_DISTANCE, Measure.EXPRESSION_DISTANCE);
    } else if (contract instanceof EvaluationSpec.HeadPoseSpec
        || contract instanceof EvaluationSpec.Rotation) {
      return List.of(Measure.POSE_DISTANCE);
    }
    return List.of();
  }

  private static List<String> names(
      Map<String, EvaluationSpec> contracts, Class<? extends EvaluationSpec> kind) {
    return contracts.entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
