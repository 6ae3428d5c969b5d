package org.g2face.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.CompletableFuture;

/**
 * Loads ONNX Runtime's native library in a thread with a large stack.
 *
 * <p>Release 1.29.0 was measured to end the process without a word when it is loaded on an ordinary
 * stack by a JVM whose command line is longer than about 4 KB, as a Spark executor's is.
 */
final class OnnxLibrary implements Runnable {
  private static final long STACK_BYTES = 64L << 20;

  private final CompletableFuture<OrtEnvironment> loaded = new CompletableFuture<>();

  private OnnxLibrary() {}

  static OrtEnvironment load() {
    OnnxLibrary library = new OnnxLibrary();
    new Thread(null, library, "onnxruntime-loader", STACK_BYTES).start();
    return library.loaded.join();
  }

  @Override
  public void run() {
    try {
      loaded.complete(
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "g2face"));
    } catch (Throwable e) {
      loaded.completeExceptionally(e);
    }
  }
}
