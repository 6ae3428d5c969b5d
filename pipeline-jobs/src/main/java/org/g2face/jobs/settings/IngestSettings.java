package org.g2face.jobs.settings;

import java.util.List;
import java.util.Optional;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.ingest.ShardOptions;

/**
 * The job {@code ingest}.
 *
 * @param input files, folders and globs; may be empty until a job starts
 * @param output where the packed dataset will appear
 * @param shards what its files look like
 * @param overwrite whether an existing output is replaced
 * @param onQuarantine what the exit code says about quarantined images
 */
public record IngestSettings(
    List<String> input,
    Optional<String> output,
    ShardOptions shards,
    boolean overwrite,
    OnQuarantine onQuarantine) {

  static IngestSettings of(Section section) {
    return new IngestSettings(
        section.texts("input"),
        section.optionalText("output"),
        new ShardOptions(
            section.count("size"),
            section.number("validation", 0, 1),
            section.bytes("shard-bytes"),
            section.bytes("row-group-bytes")),
        section.flag("overwrite"),
        section.choice("on-quarantine", OnQuarantine.class));
  }
}
