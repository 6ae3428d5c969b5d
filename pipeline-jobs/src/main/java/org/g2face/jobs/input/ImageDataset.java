package org.g2face.jobs.input;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.FileNames;

/**
 * The images of a job's inputs, cut into tasks.
 *
 * <p>The driver keeps about ten bytes for each image; the names of files are in a listing on disk.
 */
public final class ImageDataset {
  private final JavaSparkContext context;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final List<InputSplit> packs;
  private final long images;
  private final long ignored;
  private final FileKinds kinds;
  private final String digest;

  private ImageDataset(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> hadoop,
      List<InputSplit> packs,
      long images,
      long ignored,
      FileKinds kinds,
      String digest) {
    this.context = context;
    this.hadoop = hadoop;
    this.packs = packs;
    this.images = images;
    this.ignored = ignored;
    this.kinds = kinds;
    this.digest = digest;
  }

  /**
   * Finds every image of the inputs.
   *
   * @param inputs URIs of files and folders, and globs; folders are walked to the bottom, archives
   *     in them are opened
   * @param scratch a folder for the listing; the caller removes it
   * @throws UsageException if an input does not exist, or a Parquet file lacks a named column
   */
  public static ImageDataset list(
      SparkSession spark, List<String> inputs, InputOptions options, Path scratch) {
    return list(spark, inputs, options, scratch, List.of());
  }

  /**
   * Finds every image of the inputs that does not lie where the job writes.
   *
   * @param outputs URIs of folders that are left out, if they lie below an input
   */
  public static ImageDataset list(
      SparkSession spark,
      List<String> inputs,
      InputOptions options,
      Path scratch,
      List<String> outputs) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(configuration));
    List<RowGroupRange> rowGroups = new ArrayList<>();
    try {
      FileSystem fileSystem = scratch.getFileSystem(configuration);
      ArchiveFile.Cut cut =
          new ArchiveFile.Cut(
              Math.min(options.imagesPerTask(), SplitPlanner.SLICE),
              options.bytesPerTask(),
              options.archives());
      ListingWriter listing =
          new ListingWriter(fileSystem, new Path(scratch, "listing.jsonl"), cut);
      List<ArchiveFile.Contents> archives;
      try (listing) {
        InputLister lister = new InputLister(configuration, listing, options.archives(), outputs);
        for (String input : inputs) {
          lister.list(input);
        }
        boolean any = !lister.archives().isEmpty();
        addParquet(context, hadoop, lister.parquet(), options, listing, any, rowGroups);
        archives =
            listed(context, hadoop, lister.archives(), cut, fileSystem.makeQualified(scratch));
      }
      List<SplitRange> slices = new ArrayList<>(listing.slices());
      archives.forEach(archive -> slices.addAll(archive.slices()));
      slices.addAll(rowGroups);
      long rows = rowGroups.stream().mapToLong(RowGroupRange::count).sum();
      return new ImageDataset(
          context,
          hadoop,
          SplitPlanner.pack(slices, options),
          listing.images()
              + listing.unreadable()
              + archives.stream().mapToLong(ArchiveFile.Contents::images).sum()
              + rows,
          listing.ignored() + archives.stream().mapToLong(ArchiveFile.Contents::ignored).sum(),
          kinds(listing, archives),
          listing.sha256());
    } catch (IOException e) {
      throw new UsageException("cannot list the input: " + e.getMessage(), e);
    }
  }

  private static FileKinds kinds(ListingWriter listing, List<ArchiveFile.Contents> archives) {
    FileKinds kinds = listing.kinds();
    archives.forEach(archive -> kinds.addAll(archive.kinds()));
    return kinds;
  }

  private static void addParquet(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> hadoop,
      List<ParquetFile> files,
      InputOptions options,
      ListingWriter listing,
      boolean archives,
      List<RowGroupRange> rowGroups)
      throws IOException {
    if (files.isEmpty()) {
      return;
    }
    InputOptions.Columns columns = options.columns();
    int rowsPerTask = options.imagesPerTask();
    List<ParquetFile.Footer> footers =
        context
            .parallelize(files, Math.min(files.size(), 1000))
            .map(file -> file.footer(hadoop.value().value(), columns, rowsPerTask))
            .collect();
    boolean any = listing.images() > 0;
    String mismatch = null;
    for (int i = 0; i < files.size(); i++) {
      ParquetFile.Footer footer = footers.get(i);
      if (footer.mismatch() != null && !footer.other()) {
        throw new UsageException(footer.mismatch());
      }
      if (footer.mismatch() != null) {
        mismatch = footer.mismatch();
        listing.add(files.get(i).listed(ListedFile.Kind.NO_IMAGES, null));
      } else if (footer.unreadable() != null) {
        listing.add(files.get(i).listed(ListedFile.Kind.UNREADABLE, footer.unreadable()));
      }
      rowGroups.addAll(footer.slices());
    }
    if (mismatch != null && !any && !archives && rowGroups.isEmpty()) {
      // Nothing else was given, so that it is this that was meant.
      throw new UsageException(mismatch);
    }
  }

  /** The contents of archives; each is listed by a task of its own into a file of its own. */
  private static List<ArchiveFile.Contents> listed(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> hadoop,
      List<ArchiveFile> archives,
      ArchiveFile.Cut cut,
      Path scratch) {
    if (archives.isEmpty()) {
      return List.of();
    }
    String folder = scratch.toUri().toString();
    return context
        .parallelize(archives, Math.min(archives.size(), 10_000))
        .map(
            archive -> {
              String name = "listing-" + UUID.randomUUID() + ".jsonl";
              Path listing = new Path(new Path(URI.create(folder)), name);
              return archive.list(hadoop.value().value(), listing, cut);
            })
        .collect();
  }

  /** One element, and one partition, for each task. */
  public JavaRDD<InputSplit> tasks() {
    return context.parallelize(packs, Math.max(1, packs.size()));
  }

  /** How many tasks there are. */
  public int packs() {
    return packs.size();
  }

  /** The store's configuration, for tasks. */
  public Broadcast<SerializableConfiguration> hadoop() {
    return hadoop;
  }

  /**
   * Images: files with an image's name, rows of Parquet files, and Parquet files and archives that
   * cannot be read.
   */
  public long images() {
    return images;
  }

  /** Files whose names are not those of images. */
  public long ignored() {
    return ignored;
  }

  /** How many of the ignored files have which end of the name, such as {@code heic}. */
  public Map<String, Long> ignoredKinds() {
    return kinds.counts();
  }

  /** SHA-256 over the names, lengths and times of everything that was found, in hexadecimal. */
  public String digest() {
    return digest;
  }

  /** The ids of the images, read without reading an image. */
  public JavaRDD<String> ids() {
    Broadcast<SerializableConfiguration> configuration = hadoop;
    return tasks().flatMap(pack -> pack.ids(configuration.value().value()).iterator());
  }

  /**
   * Makes sure that there are images.
   *
   * @param inputs where they were looked for
   * @throws UsageException telling what was found instead
   */
  public void requireImages(List<String> inputs) {
    if (images == 0) {
      String others = ignored == 0 ? "" : "; of what is there, g2face reads nothing: " + describe();
      throw new UsageException("no images in " + String.join(", ", inputs) + others);
    }
  }

  private String describe() {
    return ignoredKinds().isEmpty()
        ? ignored + " files of systems, or tables without a column of images"
        : ignoredKinds().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(5)
            .map(kind -> kind.getValue() + " " + kind.getKey())
            .collect(Collectors.joining(", "));
  }

  /**
   * Makes sure that no two images share an id: each row of the output must name one image.
   *
   * @throws UsageException naming some ids that occur more than once
   */
  public void requireUniqueIds() {
    List<String> repeated = DuplicateIds.find(ids(), 5);
    if (!repeated.isEmpty()) {
      throw new UsageException(
          repeated.stream().collect(Collectors.joining(", ", "images share an id: ", ""))
              + "; give a folder above all inputs, or another --id-column ("
              + InputOptions.ROW_NUMBERS
              + " numbers the rows of Parquet files); unpack an archive that holds a name twice");
    }
  }

  /** Whether two images would get the same file name, if named like that. */
  public boolean wouldCollide(FileNames names) {
    JavaRDD<String> files = ids().map(names::folded);
    if (names.foldersMayBeCalledLikeFiles()) {
      files = files.union(ids().flatMap(id -> names.foldedFolders(id).iterator()).distinct());
    }
    return !DuplicateIds.find(files, 1).isEmpty();
  }
}
