package org.g2face.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The version of this program and of what it runs on. */
public final class Version {
  private static final List<Engine> ENGINES =
      List.of(
          new Engine(
              "onnxruntime",
              "ai.onnxruntime.OrtEnvironment",
              "com.microsoft.onnxruntime/onnxruntime"),
          new Engine("libtorch", "org.bytedeco.pytorch.presets.torch", "org.bytedeco/pytorch"),
          new Engine("nd4j", "org.nd4j.linalg.factory.Nd4j", "org.nd4j/nd4j-api"),
          new Engine("opencv", "org.bytedeco.opencv.presets.opencv_core", "org.bytedeco/opencv"));

  /** A library that computes: one of its classes, and where Maven wrote its version. */
  private record Engine(String name, String type, String artifact) {
    String properties() {
      return "/META-INF/maven/" + artifact + "/pom.properties";
    }
  }

  private Version() {}

  /** This program's version. */
  public static String g2face() {
    try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Versions by name: g2face, spark, java. */
  public static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("g2face", g2face());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /** The same, and the versions of the engines that are there; none of them is started. */
  public static Map<String, String> withEngines() {
    Map<String, String> versions = new LinkedHashMap<>(all());
    ENGINES.forEach(
        engine -> {
          String version = ofJar(engine);
          if (version != null) {
            versions.put(engine.name(), version);
          }
        });
    return versions;
  }

  /** What the jar of a class says of itself, or null. */
  private static String ofJar(Engine engine) {
    try (InputStream stream = Version.class.getResourceAsStream(engine.properties())) {
      if (stream != null) {
        Properties properties = new Properties();
        properties.load(stream);
        return properties.getProperty("version");
      }
      Class<?> type = Class.forName(engine.type(), false, Version.class.getClassLoader());
      return type.getPackage().getImplementationVersion();
    } catch (ClassNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
