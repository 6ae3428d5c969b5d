package org.g2face.jobs.evaluate.measure;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of {@code metrics/} and {@code per_image/}; the date is the name of the folder. */
final class MetricSchema {
  static final String DATE = "run_date";

  /** What was not measured is null. */
  static final StructType METRICS =
      new StructType()
          .add("run_id", StringType, false)
          .add("table", StringType, false)
          .add("measure", StringType, false)
          .add("network", StringType, false)
          .add("dataset", StringType, false)
          .add("model", StringType, false)
          .add("value", DoubleType)
          .add("standard_error", DoubleType)
          .add("low", DoubleType)
          .add("high", DoubleType)
          .add("n", LongType, false)
          .add("note", StringType, false);

  static final StructType IMAGES =
      new StructType()
          .add("run_id", StringType, false)
          .add("image_id", StringType, false)
          .add("measure", StringType, false)
          .add("network", StringType, false)
          .add("dataset", StringType, false)
          .add("model", StringType, false)
          .add("value", DoubleType, false);

  private MetricSchema() {}

  static StructType withDate(StructType schema) {
    return schema.add(DATE, DataTypes.DateType);
  }

  static Row row(MetricRow row) {
    return RowFactory.create(
        row.runId(),
        row.table().key(),
        row.measure().key(),
        row.network(),
        row.dataset(),
        row.model(),
        known(row.value()),
        known(row.standardError()),
        known(row.low()),
        known(row.high()),
        row.n(),
        row.note());
  }

  static Row row(ImageRow row) {
    return RowFactory.create(
        row.runId(),
        row.imageId(),
        row.measure().key(),
        row.network(),
        row.dataset(),
        row.model(),
        row.value());
  }

  static MetricRow metric(Row row) {
    return new MetricRow(
        row.getString(0),
        date(row.getAs(DATE)),
        Table.of(row.getString(1)),
        Measure.of(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        number(row, 6),
        number(row, 7),
        number(row, 8),
        number(row, 9),
        row.getLong(10),
        row.getString(11));
  }

  static ImageRow image(Row row) {
    return new ImageRow(
        row.getString(0),
        date(row.getAs(DATE)),
        row.getString(1),
        Measure.of(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getDouble(6));
  }

  private static LocalDate date(Object value) {
    return value instanceof Date sql ? sql.toLocalDate() : (LocalDate) value;
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static double number(Row row, int at) {
    return row.isNullAt(at) ? Double.NaN : row.getDouble(at);
  }
}
