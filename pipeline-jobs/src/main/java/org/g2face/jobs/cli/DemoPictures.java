package org.g2face.jobs.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.UsageException;
import org.g2face.photograph.AlignedFaces;

/**
 * The pictures of a demonstration, on this machine's disk: aligned faces in one folder, of which
 * more can be measured, and whole photographs in another.
 */
final class DemoPictures {
  /** Nobody wants to wait long for a demonstration. */
  private static final int MOST = 24;

  private static final int CROP = 256;
  private static final String SAMPLES = "samples/";

  private final Path folder;
  private final List<String> notes = new ArrayList<>();
  private int faces;
  private int photographs;

  /**
   * @param folder where they will be
   */
  DemoPictures(Path folder) {
    this.folder = folder;
  }

  Path faceFolder() {
    return folder.resolve("faces");
  }

  Path photographFolder() {
    return folder.resolve("photographs");
  }

  /** How many aligned faces there are. */
  int faces() {
    return faces;
  }

  /** How many photographs there are. */
  int photographs() {
    return photographs;
  }

  /** What else a person should know about the choice, a line each. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Takes the samples that come with g2face. */
  DemoPictures addSamples() throws IOException {
    String list = new String(sample("pictures.txt"), StandardCharsets.UTF_8);
    for (String name : list.lines().filter(line -> !line.isBlank()).toList()) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, sample(name));
      if (name.startsWith("faces/")) {
        faces++;
      } else {
        photographs++;
      }
    }
    return this;
  }

  private static byte[] sample(String name) throws IOException {
    try (InputStream stream =
        DemoPictures.class.getClassLoader().getResourceAsStream(SAMPLES + name)) {
      if (stream == null) {
        throw new FileNotFoundException("there is no " + SAMPLES + name + " in this build");
      }
      return stream.readAllBytes();
    }
  }

  /**
   * Takes a person's own pictures, and cuts the faces out of those that are photographs.
   *
   * @param sources files, and folders with everything below them
   */
  DemoPictures add(List<Path> sources, AlignedFaces aligned, ImageDecoder decoder)
      throws IOException {
    Files.createDirectories(faceFolder());
    Files.createDirectories(photographFolder());
    int unreadable = 0;
    int faceless = 0;
    int taken = 0;
    List<Path> files = files(sources);
    for (Path file : files) {
      if (taken == MOST) {
        notes.add(
            "a demonstration takes " + MOST + " pictures; g2face anonymize takes all of them");
        break;
      }
      byte[] bytes = Files.readAllBytes(file);
      if (decoder.decode(bytes, file.getFileName().toString()) instanceof Decoded.Picture read) {
        taken++;
        String name = "%02d-%s".formatted(taken, stem(file));
        faceless += take(name, file, read.image(), aligned) ? 0 : 1;
      } else {
        unreadable++;
      }
    }
    if (unreadable > 0) {
      notes.add(unreadable + " files are not pictures that can be read");
    }
    if (faceless > 0) {
      notes.add("no face was found in " + faceless + " pictures");
    }
    if (faces == 0) {
      throw new UsageException(
          "no face was found in the pictures of --input; portraits that look into the camera are"
              + " found best");
    }
    return this;
  }

  private static List<Path> files(List<Path> sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw new UsageException("there is no file or folder " + source);
      }
      try (Stream<Path> found = Files.walk(source)) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  /** Returns whether a face was seen. */
  private boolean take(String name, Path file, RgbImage picture, AlignedFaces aligned)
      throws IOException {
    if (aligned.isAligned(picture)) {
      writeFace(name, picture);
      return true;
    }
    Files.copy(file, photographFolder().resolve(name + ending(file)));
    photographs++;
    List<RgbImage> cut = aligned.cut(picture, CROP);
    for (int i = 0; i < cut.size(); i++) {
      writeFace(name + "-face-" + (i + 1), cut.get(i));
    }
    return !cut.isEmpty();
  }

  private void writeFace(String name, RgbImage face) throws IOException {
    Files.write(faceFolder().resolve(name + ".png"), new ImageEncoder().png(face));
    faces++;
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.contains(".") ? name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT) : "";
  }
}
