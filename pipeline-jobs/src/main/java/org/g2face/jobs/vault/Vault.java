package org.g2face.jobs.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.StagedOutput;

/** A vault while it is being written; the driver's side. */
public final class Vault implements AutoCloseable {
  static final String FORMAT = "g2face-vault";

  /** The folder of the Parquet files. */
  public static final String ORIGINALS = "originals";

  private static final String ATTEMPTS = "attempts";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final StagedOutput staged;
  private final FileSystem store;
  private final Terms terms;

  /**
   * What a vault belongs to.
   *
   * @param uri where it shall appear
   * @param dataset names the dataset
   * @param keys the key set's name
   * @param key the number of the vault's key
   * @param ticket for that key
   */
  public record Terms(String uri, String dataset, String keys, String key, KeyHandle ticket) {}

  private Vault(StagedOutput staged, FileSystem store, Terms terms) {
    this.staged = staged;
    this.store = store;
    this.terms = terms;
  }

  /**
   * Makes a hidden folder beside the vault-to-be.
   *
   * @throws UsageException if there is something at its place; a vault is never replaced, for it
   *     may be all that is left of its originals
   */
  public static Vault create(Terms terms, Configuration hadoop) throws IOException {
    Path path = new Path(terms.uri());
    FileSystem store = HadoopFileSystems.of(path, hadoop);
    if (store.exists(path) && (!isFolder(store, path) || store.listStatus(path).length > 0)) {
      throw new UsageException(
          "there is something at "
              + path
              + " already; a vault is never replaced, name another"
              + " place with --vault");
    }
    StagedOutput staged = StagedOutput.create(terms.uri(), hadoop, false);
    return new Vault(staged, store, terms);
  }

  private static boolean isFolder(FileSystem store, Path path) throws IOException {
    return store.getFileStatus(path).isDirectory();
  }

  /** What tasks need. */
  public VaultTask task() {
    return new VaultTask(attempts().toUri().toString(), terms.dataset(), terms.ticket());
  }

  /** Differs from run to run. */
  public String run() {
    return staged.staging().getName();
  }

  /** Makes the dataset visible that the vault belongs to. */
  public interface Dataset {
    void publish() throws IOException;
  }

  /**
   * Makes the vault of the files of the attempts that count, and visible; then the dataset. Without
   * a dataset there is no vault.
   */
  public VaultResult publishBefore(List<SplitOutput> packs, Dataset dataset) throws IOException {
    Path originals = new Path(staged.staging(), ORIGINALS);
    store.mkdirs(originals);
    long count = 0;
    for (SplitOutput pack : packs) {
      if (pack.published() > 0) {
        Path from = VaultTask.file(attempts(), pack.attempt());
        if (!store.rename(from, new Path(originals, pack.partName()))) {
          throw new IOException("cannot move " + from + " to " + originals);
        }
        count += pack.published();
      }
    }
    store.delete(attempts(), true);
    VaultResult result =
        new VaultResult(
            staged.target().toString(), count, store.getContentSummary(originals).getLength());
    staged.write(DatasetFolder.MANIFEST, manifest(result));
    staged.publish();
    boolean published = false;
    try {
      dataset.publish();
      published = true;
      return result;
    } finally {
      if (!published) {
        store.delete(staged.target(), true);
      }
    }
  }

  private Path attempts() {
    return new Path(staged.staging(), ATTEMPTS);
  }

  private String manifest(VaultResult result) throws JsonProcessingException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("schema_version", VaultWriter.SCHEMA_VERSION);
    json.put("kind", "encrypted original images: personal data in the sense of Art. 4(1) GDPR");
    json.put("dataset", terms.dataset());
    json.put("keys", terms.keys());
    json.put("vault_key", terms.key());
    json.put("originals", result.originals());
    json.put("bytes", result.bytes());
    json.put("versions", Version.all());
    return JSON.writeValueAsString(json) + "\n";
  }

  /**
   * The name of the dataset that a finished vault belongs to.
   *
   * @throws UsageException if there is no vault
   */
  public static String datasetOf(String uri, Configuration hadoop) {
    Path manifest = new Path(new Path(uri), DatasetFolder.MANIFEST);
    try (InputStream stream = HadoopFileSystems.of(manifest, hadoop).open(manifest)) {
      JsonNode json = JSON.readTree(stream);
      if (FORMAT.equals(json.path("format").asText())
          && json.path("schema_version").asInt() == VaultWriter.SCHEMA_VERSION) {
        return json.path("dataset").asText();
      }
      throw new UsageException(uri + " is no vault that this version can read");
    } catch (FileNotFoundException | JsonProcessingException e) {
      throw new UsageException("there is no vault at " + uri, e);
    } catch (IOException e) {
      throw new UsageException("cannot read the vault " + uri + ": " + e.getMessage(), e);
    }
  }

  /** Removes what was not published. */
  @Override
  public void close() {
    staged.close();
  }
}
