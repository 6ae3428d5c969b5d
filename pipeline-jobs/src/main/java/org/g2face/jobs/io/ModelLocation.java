package org.g2face.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;
import org.g2face.model.ModelPackage;

/**
 * The place of a model package: in folders of stores, or in g2face's own jar, with which they are
 * on every executor. The latter are named {@code builtin:NAME}.
 */
public final class ModelLocation implements FileStore {
  /** What the URI of a package in the jar begins with. */
  public static final String BUILTIN = "builtin:";

  private final String name;

  private ModelLocation(String name) {
    this.name = name;
  }

  /**
   * Finds a package's folder. Whether a folder of a store exists is not looked at.
   *
   * @throws UsageException if there is no such store, or no such package in the jar
   */
  public static FileStore of(String uri, Configuration hadoop) {
    if (!uri.startsWith(BUILTIN)) {
      return HadoopFileStore.of(uri, hadoop);
    }
    ModelLocation folder = new ModelLocation(uri.substring(BUILTIN.length()));
    if (folder.find("model.conf") == null) {
      throw new UsageException(
          "this build of g2face has no model "
              + uri
              + ": give --model with the folder of a model package (g2face import and g2face train"
              + " make some), or put one into conf/models/"
              + folder.name
              + " and build again");
    }
    return folder;
  }

  /** The fingerprint of a package in the jar; empty if there is no such package. */
  public static Optional<String> fingerprint(String builtin) throws IOException {
    ModelLocation folder = new ModelLocation(builtin.substring(BUILTIN.length()));
    return folder.has("model.conf")
        ? Optional.of(ModelPackage.load(folder).fingerprint())
        : Optional.empty();
  }

  @Override
  public boolean has(String file) {
    return find(file) != null;
  }

  @Override
  public OpenFile open(String file) throws IOException {
    URL found = find(file);
    if (found == null) {
      throw new FileNotFoundException(this + "/" + file);
    }
    URLConnection connection = found.openConnection();
    // A cached jar would be closed under those who read from it, too.
    connection.setUseCaches(false);
    return new OpenFile(
        this + "/" + file, connection.getInputStream(), connection.getContentLengthLong());
  }

  @Override
  public OutputStream create(String file) {
    throw fixed();
  }

  @Override
  public void replace(String file, byte[] content) {
    throw fixed();
  }

  private UsageException fixed() {
    return new UsageException(
        this
            + " is a part of g2face's jar and cannot be changed; make a copy with g2face model"
            + " export");
  }

  private URL find(String file) {
    if (!name.matches("[A-Za-z0-9-]+") || file.contains("/") || file.contains("\\")) {
      return null;
    }
    return ModelLocation.class.getClassLoader().getResource("models/" + name + "/" + file);
  }

  @Override
  public String toString() {
    return BUILTIN + name;
  }
}
