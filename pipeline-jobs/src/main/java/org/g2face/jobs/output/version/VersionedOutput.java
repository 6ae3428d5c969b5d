package org.g2face.jobs.output.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.ExclusiveFile;

/**
 * An output while a job holds it: nobody else writes, what is there stays as it is until the new
 * version is committed, and what was finished stays if the job is not.
 */
public final class VersionedOutput implements AutoCloseable {
  private static final String PLAN = "plan.json";
  private static final String WORK = "work-";
  private static final String RUN = "run-";

  private final FileSystem store;
  private final OutputPaths places;
  private final OutputMode access;
  private final OutputLock lock;
  private final Path scratch;
  private final Thread onExit = new Thread(this::release, "g2face-output");
  private int base;
  private Path work;
  private OutputPlan plan;
  private boolean closed;

  private VersionedOutput(
      FileSystem store, OutputPaths places, OutputMode access, OutputLock lock) {
    this.store = store;
    this.places = places;
    this.access = access;
    this.lock = lock;
    this.scratch = places.run(UUID.randomUUID().toString());
  }

  /**
   * Takes an output for a job.
   *
   * @param job the job's name, for others that want the output
   * @throws UsageException if another job has it, or something is there that may not be replaced
   */
  public static VersionedOutput open(
      String output, Configuration hadoop, String job, OutputMode access) {
    try {
      Path path = new Path(output);
      FileSystem store = HadoopFileSystems.of(path, hadoop);
      Path target = store.makeQualified(path);
      if (target.getParent() == null) {
        throw new UsageException("the output " + output + " is the root of a store; name a folder");
      }
      OutputPaths places = new OutputPaths(target);
      refuseForeign(store, places);
      OutputLock lock =
          OutputLock.acquire(store, places.lock(), job, access.lockExpiry(), access.takeOver());
      VersionedOutput opened = new VersionedOutput(store, places, access, lock);
      boolean ready = false;
      try {
        opened.prepare();
        ready = true;
        return opened;
      } finally {
        if (!ready) {
          opened.close();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot write the output " + output + ": " + e.getMessage(), e);
    }
  }

  private void prepare() throws IOException {
    // After Spark has stopped its tasks, before Hadoop closes its stores.
    ShutdownHookManager.get().addShutdownHook(onExit, FileSystem.SHUTDOWN_HOOK_PRIORITY + 20);
    for (Path path : children(RUN)) {
      store.delete(path, true);
    }
    store.mkdirs(scratch);
    base = CommittedVersion.highest(store, places);
    Optional<CommittedVersion> current = CommittedVersion.newest(store, places);
    if (current.isPresent()) {
      new VersionPublisher(store, places).of(current.get());
    }
    boolean occupied =
        current.isPresent() || store.exists(new Path(places.output(), DatasetFolder.MANIFEST));
    if (occupied && !access.overwrite() && !access.resume()) {
      throw new UsageException(
          "the output " + target() + " exists; name another one, or replace it with --overwrite");
    }
  }

  /** Only what jobs have written is ever replaced. */
  private static void refuseForeign(FileSystem store, OutputPaths places) throws IOException {
    Path output = places.output();
    if (!store.exists(output)) {
      return;
    }
    if (!store.getFileStatus(output).isDirectory()) {
      throw new UsageException("the output " + output + " is a file; name a folder");
    }
    List<String> known = new ArrayList<>(DatasetFolder.DATA);
    known.add(DatasetFolder.MANIFEST);
    known.add(places.root().getName());
    List<String> found =
        Arrays.stream(store.listStatus(output)).map(file -> file.getPath().getName()).toList();
    boolean dataset =
        found.contains(DatasetFolder.MANIFEST) || found.contains(places.root().getName());
    Optional<String> foreign =
        found.stream().filter(name -> !dataset || !known.contains(name)).sorted().findFirst();
    if (foreign.isPresent()) {
      throw new UsageException(
          ("the output %s exists and holds %s, which is not of a dataset that g2face has written;"
                  + " name another folder (--overwrite replaces datasets only)")
              .formatted(output, foreign.get()));
    }
  }

  /** Where the version will lie open. */
  public String target() {
    return places.output().toString();
  }

  /** A folder for this run alone; it goes when the run ends. */
  public Path scratch() {
    return scratch;
  }

  /**
   * The manifest of the current version, if it was made by the same plan and the run is to go on
   * from what is there: then there is nothing to do.
   */
  public Optional<JsonNode> finishedBefore(OutputPlan plan) throws IOException {
    if (!access.resume() || access.overwrite()) {
      return Optional.empty();
    }
    return CommittedVersion.newest(store, places)
        .map(CommittedVersion::manifest)
        .filter(manifest -> manifest.path("plan_fingerprint").asText().equals(plan.fingerprint()));
  }

  /**
   * Begins to work, or goes on where a run of the same plan has stopped.
   *
   * @return the folder of what is finished and what is not
   * @throws UsageException if the run is to resume another plan, telling what differs
   */
  public WorkFolder begin(OutputPlan plan) throws IOException {
    this.plan = plan;
    Path own = places.work(plan.fingerprint());
    for (Path other : children(WORK)) {
      if (!other.equals(own)) {
        if (access.resume()) {
          refuseChanged(other);
        }
        store.delete(other, true);
      }
    }
    if (access.resume() && !access.overwrite() && !store.exists(own)) {
      refuseOtherVersion();
    }
    work = own;
    store.mkdirs(own);
    ExclusiveFile.create(store, new Path(own, PLAN), plan.toJson());
    WorkFolder folder = new WorkFolder(own);
    folder.create(store);
    return folder;
  }

  private void refuseChanged(Path other) throws IOException {
    Path file = new Path(other, PLAN);
    if (store.exists(file)) {
      try (InputStream stream = store.open(file)) {
        refuse("the unfinished run at " + target(), OutputPlan.ofJson(stream.readAllBytes()));
      }
    }
  }

  private void refuseOtherVersion() throws IOException {
    Optional<CommittedVersion> current = CommittedVersion.newest(store, places);
    if (current.isPresent()) {
      byte[] facts =
          current.get().manifest().path("plan").toString().getBytes(StandardCharsets.UTF_8);
      refuse("the dataset at " + target(), OutputPlan.ofJson(facts));
    }
  }

  private void refuse(String what, OutputPlan before) {
    throw new UsageException(
        "cannot resume: %s was made from something else (%s); start anew without --resume"
            .formatted(what, String.join("; ", before.differences(plan))));
  }

  /**
   * Makes everything that was gathered the current version.
   *
   * @param manifest what it is; the version's number and the plan are added
   * @param files the lines that describe its Parquet files
   * @throws JobFailedException if another job has taken the output over
   */
  public void commit(ObjectNode manifest, List<String> files) throws IOException {
    lock.requireHeld();
    store.mkdirs(places.versions());
    // Not one more than what is there now: a version that came meanwhile must be noticed.
    int number = base + 1;
    List<String> folders = new ArrayList<>();
    for (String name : DatasetFolder.DATA) {
      if (store.exists(new Path(OutputPaths.data(work), name))) {
        folders.add(name);
      }
    }
    manifest.put("version", number).put("plan_fingerprint", plan.fingerprint());
    manifest.putPOJO("plan", plan.facts());
    manifest.putPOJO("folders", folders);
    manifest.put("files", CommittedVersion.filesName(number));
    Path list = new Path(places.versions(), CommittedVersion.filesName(number));
    try (OutputStream stream = store.create(list, true)) {
      for (String file : files) {
        stream.write((file + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] record = (manifest.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    if (!ExclusiveFile.create(store, CommittedVersion.record(places, number), record)) {
      throw new JobFailedException("another job has committed to " + target(), null);
    }
    CommittedVersion committed =
        CommittedVersion.newest(store, places)
            .orElseThrow(() -> new IOException("no version is there"));
    new VersionPublisher(store, places).of(committed);
  }

  /** Keeps what is finished; without anything finished, nothing is left behind. */
  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(onExit);
    }
    release();
  }

  private synchronized void release() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      store.delete(scratch, true);
      if (work != null && store.exists(work) && new WorkFolder(work).isEmpty(store)) {
        store.delete(work, true);
      }
      lock.close();
      removeIfEmpty(places.root());
      removeIfEmpty(places.output());
    } catch (IOException e) {
      System.err.println("g2face: cannot clean up " + target() + ": " + e.getMessage());
    }
  }

  private void removeIfEmpty(Path folder) throws IOException {
    if (store.exists(folder) && store.listStatus(folder).length == 0) {
      store.delete(folder, false);
    }
  }

  private List<Path> children(String prefix) throws IOException {
    return Arrays.stream(store.listStatus(places.root()))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().startsWith(prefix))
        .toList();
  }
}
