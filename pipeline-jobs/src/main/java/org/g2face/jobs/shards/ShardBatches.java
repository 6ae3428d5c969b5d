package org.g2face.jobs.shards;

import java.io.IOException;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.g2face.image.Decoded;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.Decoded.Rejected;
import org.g2face.image.ImageDecoder;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.jobs.UsageException;
import org.g2face.tensor.Tensor;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;

/**
 * The faces of a packed dataset as one rank of a training sees them.
 *
 * <p>The ranks together use every image exactly once an epoch; where the images do not fill the
 * last global batch it is completed from the next epoch. The order depends on the seed, the epoch,
 * the number of ranks and the batch size, and on nothing else. Reading and decoding run ahead on
 * threads of their own.
 */
public final class ShardBatches implements FaceBatches {
  /**
   * In which order images come, and how they are varied.
   *
   * @param seed chooses it
   * @param window a rank shuffles so many images among each other, and holds them in memory,
   *     encoded; larger than a row group mixes images of several of them
   * @param mirror whether every second face, at random, is mirrored left to right
   * @param grey share of the faces, chosen at random, that lose their colours; 0 to 1
   * @param jitter of brightness, contrast and colour
   * @param heldOut how many faces of the validation split are measured now and then, at most
   */
  public record Order(
      long seed, int window, boolean mirror, double grey, ColourJitter jitter, int heldOut)
      implements Serializable {

    /** Without colour jitter and held-out faces. */
    public Order(long seed, int window, boolean mirror, double grey) {
      this(seed, window, mirror, grey, ColourJitter.NONE, 0);
    }

    public Order {
      if (window < 1) {
        throw new IllegalArgumentException("a window holds at least one image");
      }
      if (!(grey >= 0 && grey <= 1)) {
        throw new IllegalArgumentException("a share is from 0 to 1, not " + grey);
      }
      if (heldOut < 0) {
        throw new IllegalArgumentException("there cannot be " + heldOut + " held-out faces");
      }
    }
  }

  /**
   * What reading ahead may cost.
   *
   * @param threads that decode, at least 1
   * @param batches that are kept ready, at least 1
   */
  public record Ahead(int threads, int batches) implements Serializable {}

  private final ShardManifest manifest;
  private final String dataset;
  private final Configuration hadoop;
  private final Order order;
  private final Ahead ahead;
  private final RankSharding shares;
  private final int rank;
  private final ImageDecoder decoder = new ImageDecoder();
  private List<Tensor> heldOut;
  private long step;
  private long waitedNanos;
  private Pipeline pipeline;

  /**
   * @param dataset URI of the dataset's folder
   * @param batch images on each rank at a time
   * @throws UsageException if the dataset holds no images for training
   */
  public ShardBatches(
      ShardManifest manifest,
      String dataset,
      Configuration hadoop,
      Order order,
      Ahead ahead,
      int rank,
      int world,
      int batch) {
    long images = manifest.images(Split.TRAIN);
    if (images == 0) {
      throw new UsageException("the dataset " + dataset + " holds no images for training");
    }
    this.manifest = manifest;
    this.dataset = dataset;
    this.hadoop = hadoop;
    this.order = order;
    this.ahead = ahead;
    this.shares = new RankSharding(images, world, batch);
    this.rank = rank;
  }

  @Override
  public Tensor next() throws IOException {
    if (pipeline == null) {
      pipeline = new Pipeline(step * shares.batch());
    }
    long asked = System.nanoTime();
    Tensor batch = pipeline.take();
    waitedNanos += System.nanoTime() - asked;
    step++;
    return batch;
  }

  /** The first faces of the validation split, in whole batches. */
  @Override
  public List<Tensor> heldOut() throws IOException {
    if (heldOut == null) {
      heldOut = readHeldOut();
    }
    return heldOut;
  }

  private List<Tensor> readHeldOut() throws IOException {
    List<Tensor> batches = new ArrayList<>();
    long images = Math.min(order.heldOut(), manifest.images(Split.VALIDATION));
    EpochOrder groups = EpochOrder.of(manifest.shards().get(Split.VALIDATION), order.seed(), 0);
    int whole = (int) (images / shares.batch());
    List<EpochOrder.Run> runs = groups.runs(0, (long) whole * shares.batch());
    try (ShardCursor cursor = new ShardCursor(dataset, hadoop, runs)) {
      for (int i = 0; i < whole; i++) {
        List<FaceOrder.Encoded> faces = new ArrayList<>();
        for (int j = 0; j < shares.batch(); j++) {
          faces.add(new FaceOrder.Encoded(cursor.next(), Augmentation.NONE, cursor.place()));
        }
        batches.add(decode(faces));
      }
    }
    return batches;
  }

  /** How long {@link #next} has waited for images so far: next to nothing if reading keeps up. */
  public double secondsWaited() {
    return waitedNanos * 1e-9;
  }

  @Override
  public DataPosition position() {
    long used = step * shares.world() * shares.batch();
    return new DataPosition(used / shares.images(), used % shares.images());
  }

  /**
   * {@inheritDoc} With as many ranks and as large batches as before exactly there, otherwise at the
   * next step that these ranks would make.
   */
  @Override
  public void resume(DataPosition position) {
    close();
    long used = position.epoch() * shares.images() + position.images();
    long global = (long) shares.world() * shares.batch();
    step = (used + global - 1) / global;
  }

  @Override
  public void close() {
    if (pipeline != null) {
      pipeline.close();
      pipeline = null;
    }
  }

  /** Reads in one thread, decodes in others. */
  private final class Pipeline {
    private final BlockingQueue<Future<Tensor>> ready = new ArrayBlockingQueue<>(ahead.batches());
    private final ExecutorService decoders =
        Executors.newFixedThreadPool(ahead.threads(), task -> daemon(task, "g2face-decode"));
    private final Thread reader;

    Pipeline(long first) {
      reader = daemon(() -> read(first), "g2face-read");
      reader.start();
    }

    private void read(long first) {
      try (FaceOrder faces = new FaceOrder(manifest, dataset, hadoop, order, shares, rank, first)) {
        while (true) {
          List<FaceOrder.Encoded> batch = new ArrayList<>();
          while (batch.size() < shares.batch()) {
            batch.add(faces.next());
          }
          ready.put(decoders.submit(() -> decode(batch)));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
      }
    }

    private void fail(Throwable error) {
      FutureTask<Tensor> failed =
          new FutureTask<>(
              () -> {
                throw error instanceof Exception e ? e : new IllegalStateException(error);
              });
      failed.run();
      try {
        ready.put(failed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Tensor take() throws IOException {
      try {
        return ready.take().get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("stopped while waiting for images", e);
      } catch (ExecutionException e) {
        close();
        pipeline = null;
        throw e.getCause() instanceof IOException cause
            ? cause
            : new IOException("reading images failed: " + e.getCause(), e.getCause());
      }
    }

    void close() {
      reader.interrupt();
      decoders.shutdownNow();
      try {
        reader.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private Thread daemon(Runnable task, String name) {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    }
  }

  private Tensor decode(List<FaceOrder.Encoded> faces) throws IOException {
    int size = manifest.size();
    int count = Planes.count(size, size);
    FloatBuffer planes = Tensor.allocate(Math.multiplyExact(faces.size(), count));
    for (int i = 0; i < faces.size(); i++) {
      FaceOrder.Encoded face = faces.get(i);
      Planes.write(picture(face, size), planes, i * count);
      face.variation().apply(planes, i * count, size);
    }
    return Tensor.wrap(planes, faces.size(), RgbImage.CHANNELS, size, size);
  }

  private RgbImage picture(FaceOrder.Encoded face, int size) throws IOException {
    Decoded decoded = decoder.decode(face.png(), "");
    if (decoded instanceof Rejected rejected) {
      throw new IOException(face.place() + " cannot be decoded: " + rejected.detail());
    }
    RgbImage image = ((Picture) decoded).image();
    if (image.width() != size || image.height() != size) {
      throw new IOException(
          face.place() + " is " + image.width() + " x " + image.height() + " pixels, not " + size);
    }
    return image;
  }
}
