package org.g2face.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.g2face.model.weights.NamedTensors;
import org.g2face.tensor.Tensor;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/**
 * A morphable face model in the layout of Deep3DFaceRecon's {@code BFM_model_front.mat} (MATLAB
 * version 5).
 *
 * <p>The arrays keep their names, their shapes and their positions counted from 1. Everything
 * becomes float32, the positions as well: they are whole numbers below 2^24, which float32 holds
 * exactly.
 */
public final class FaceModelMat {
  private static final List<String> ARRAYS =
      List.of("meanshape", "idBase", "exBase", "tri", "point_buf", "keypoints");

  private static final List<String> POSITIONS = List.of("tri", "point_buf", "keypoints");
  private static final int EXACT = 1 << 24;

  /** Of the kinds of array, those whose memory the file's own bytes bound. */
  private static final Set<MatlabType> NUMBERS =
      EnumSet.of(
          MatlabType.Double,
          MatlabType.Single,
          MatlabType.Int8,
          MatlabType.UInt8,
          MatlabType.Int16,
          MatlabType.UInt16,
          MatlabType.Int32,
          MatlabType.UInt32);

  /** 35,709 vertices with 224 coefficients of eight bytes, as published, take 192 MB. */
  private static final long MAX_BYTES = 1L << 30;

  /** Deflate packs at most 1032 bytes into one, so more than that is a lie. */
  private static final int MAX_RATIO = 1100;

  private FaceModelMat() {}

  /**
   * Reads the arrays that a {@link org.g2face.network.MorphableModel} is made of.
   *
   * @throws CheckpointException if the file is damaged, is no such file, or lacks an array
   */
  public static NamedTensors read(Path file) throws IOException {
    long limit = Math.min(MAX_BYTES, MAX_RATIO * Files.size(file) + (1 << 20));
    Map<String, Tensor> tensors = new TreeMap<>();
    try (Source source = Sources.openStreamingFile(file.toFile());
        MatFile mat =
            Mat5.newReader(source)
                .setEntryFilter(FaceModelMat::isWanted)
                .setBufferAllocator(new LimitedMemory(limit))
                .disableSubsystemProcessing()
                .readMat()) {
      for (MatFile.Entry entry : mat.getEntries()) {
        tensors.put(entry.getName(), tensor(entry.getName(), entry.getValue()));
      }
    } catch (CheckpointException e) {
      throw new CheckpointException(file + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(
          file
              + ": not a readable MATLAB file of version 5 ("
              + e.getMessage()
              + "); a file of version 7.3 must be saved again with -v7",
          e);
    }
    for (String name : ARRAYS) {
      if (!tensors.containsKey(name)) {
        throw new CheckpointException(
            file + ": lacks the matrix " + name + ", so it is no face model of this kind");
      }
    }
    return NamedTensors.of(tensors);
  }

  private static boolean isWanted(Mat5Reader.EntryHeader entry) {
    return ARRAYS.contains(entry.getName()) && NUMBERS.contains(entry.getType());
  }

  /** From columns, as MATLAB stores them, to rows. */
  private static Tensor tensor(String name, Array array) throws CheckpointException {
    if (!(array instanceof Matrix matrix) || array.getNumDimensions() != 2 || matrix.isComplex()) {
      throw new CheckpointException("the array " + name + " is not a matrix of real numbers");
    }
    int rows = array.getNumRows();
    int columns = array.getNumCols();
    FloatBuffer values = Tensor.allocate(Math.multiplyExact(rows, columns));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = matrix.getDouble(row, column);
        if (POSITIONS.contains(name) && !(value >= 1 && value < EXACT && value % 1 == 0)) {
          throw new CheckpointException(
              "the array " + name + " holds " + value + " where a position counted from 1 belongs");
        }
        values.put((float) value);
      }
    }
    return Tensor.wrap(values.flip(), rows, columns);
  }

  /** Lets a file unpack to a multiple of its size, and no further. */
  private static final class LimitedMemory implements BufferAllocator {
    private long left;

    LimitedMemory(long limit) {
      this.left = limit;
    }

    @Override
    public ByteBuffer allocate(int bytes) {
      left -= bytes;
      if (bytes < 0 || left < 0) {
        throw new IllegalArgumentException("it unpacks to far more than a face model needs");
      }
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {
      // Left to the garbage collector.
    }
  }
}
