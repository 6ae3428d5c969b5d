package org.g2face.detect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.g2face.image.RgbImage;

/**
 * One of OpenCV's bundled cascades. A classifier serves one thread at a time, so that there are as
 * many as threads have searched at once.
 */
final class Cascade implements AutoCloseable {
  private static final String FOLDER = "/share/opencv4/haarcascades/";

  static {
    // Spark runs one task a core already; and one thread finds things in one order.
    opencv_core.setNumThreads(1);
  }

  private final String name;
  private final ConcurrentLinkedQueue<CascadeClassifier> idle = new ConcurrentLinkedQueue<>();

  Cascade(String name) {
    this.name = name;
    idle.add(load(name));
  }

  private static CascadeClassifier load(String name) {
    String resource = "/org/bytedeco/opencv/" + Loader.getPlatform() + FOLDER + name;
    try (InputStream stream = CascadeClassifier.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(
            "OpenCV's library for this platform ("
                + Loader.getPlatform()
                + ") is not on the class"
                + " path; name an ONNX face detector instead");
      }
      String xml = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      CascadeClassifier classifier = new CascadeClassifier();
      try (BytePointer text = new BytePointer(xml, StandardCharsets.UTF_8);
          FileStorage storage =
              new FileStorage(text, FileStorage.READ | FileStorage.MEMORY, new BytePointer(""))) {
        if (!classifier.read(storage.getFirstTopLevelNode())) {
          throw new IllegalStateException("OpenCV cannot read its cascade " + name);
        }
      }
      return classifier;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read OpenCV's cascade " + name, e);
    }
  }

  /** Grey levels as OpenCV keeps them; to be closed. */
  static Mat grey(RgbImage image) {
    byte[] levels = new byte[image.width() * image.height()];
    for (int y = 0, at = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++, at++) {
        int weighted =
            299 * image.level(x, y, 0) + 587 * image.level(x, y, 1) + 114 * image.level(x, y, 2);
        levels[at] = (byte) ((weighted + 500) / 1000);
      }
    }
    Mat grey = new Mat(image.height(), image.width(), opencv_core.CV_8UC1);
    grey.data().put(levels);
    return grey;
  }

  /**
   * @param step by how much windows grow from one round to the next
   * @param agreeing windows that must overlap
   * @param smallest side of the smallest windows, in pixels
   */
  List<DetectedFace> find(Mat grey, double step, int agreeing, int smallest) {
    CascadeClassifier classifier = idle.poll();
    if (classifier == null) {
      classifier = load(name);
    }
    try (RectVector boxes = new RectVector();
        IntPointer counts = new IntPointer(0);
        Size least = new Size(smallest, smallest);
        Size most = new Size()) {
      classifier.detectMultiScale2(grey, boxes, counts, step, agreeing, 0, least, most);
      List<DetectedFace> found = new ArrayList<>();
      for (int i = 0; i < boxes.size(); i++) {
        try (Rect box = boxes.get(i)) {
          found.add(
              new DetectedFace(
                  new Box(box.x(), box.y(), box.x() + box.width(), box.y() + box.height()),
                  counts.get(i)));
        }
      }
      return found;
    } finally {
      idle.add(classifier);
    }
  }

  @Override
  public void close() {
    idle.forEach(CascadeClassifier::close);
    idle.clear();
  }
}
