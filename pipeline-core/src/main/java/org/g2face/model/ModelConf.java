package org.g2face.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.io.FileStore;

/**
 * The content of {@code model.conf}.
 *
 * @param weights the parts that the package has
 * @param notice what everyone who uses the package must be told; empty for nothing
 * @param answers of the networks; none where nobody has asked them
 * @param audit of the model's privacy, where there was one
 */
record ModelConf(
    Architecture architecture,
    Map<Part, Entry> weights,
    String notice,
    KnownAnswers answers,
    Optional<PrivacyAudit> audit) {
  static final String FILE = "model.conf";
  private static final String NOTICE = "notice";
  private static final String ANSWERS = "answers";
  private static final String AUDIT = "audit";
  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_BRACKETS = 500;
  private static final int MAX_DOTS = 1000;

  /**
   * One part's file.
   *
   * @param sha256 of the file
   */
  record Entry(String sha256, Provenance provenance) {}

  ModelConf {
    Map<Part, Entry> ordered = new EnumMap<>(Part.class);
    ordered.putAll(weights);
    weights = Collections.unmodifiableMap(ordered);
    if (!notice.equals(notice.strip()) || notice.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a notice is one line of text");
    }
    for (Part part : answers.answers().keySet()) {
      if (!weights.containsKey(part)) {
        throw new IllegalArgumentException(
            "there are answers of the " + part.key() + ", which the package does not have");
      }
    }
  }

  static ModelConf read(FileStore folder) throws IOException {
    String place = folder + "/" + FILE;
    if (!folder.has(FILE)) {
      throw new ModelException(folder + " is not a model package: it has no " + FILE);
    }
    byte[] bytes;
    try (FileStore.OpenFile file = folder.open(FILE)) {
      bytes = file.stream().readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new ModelException(place + " is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (ConfigException | IllegalArgumentException e) {
      throw new ModelException(place + ": " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new ModelException(place + " is not UTF-8 text", e);
    }
  }

  static ModelConf parse(String text) {
    requireShallow(text);
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(FILE)
            .setIncluder(new NoIncludes());
    Config config = ConfigFactory.parseString(text, options);
    if (!config.isResolved()) {
      throw new IllegalArgumentException("'${...}' has no place in a model package");
    }
    ModelConfSection root = new ModelConfSection("", config.root());
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format " + format + " is not known to this version, which reads " + FORMAT);
    }
    Architecture architecture = root.section("architecture", ArchitectureConf::read);
    Map<Part, Entry> weights = root.section("weights", ModelConf::readWeights);
    String notice = root.has(NOTICE) ? root.text(NOTICE) : "";
    KnownAnswers answers =
        root.has(ANSWERS) ? root.section(ANSWERS, KnownAnswers::read) : KnownAnswers.none();
    Optional<PrivacyAudit> audit =
        root.has(AUDIT) ? Optional.of(root.section(AUDIT, PrivacyAudit::read)) : Optional.empty();
    root.requireAllRead();
    return new ModelConf(architecture, weights, notice, answers, audit);
  }

  /**
   * The parser recurses, and the file may be anybody's: into brackets, all of which count as open,
   * since one that closes may stand in a text, and along the dots of a key.
   */
  private static void requireShallow(String text) {
    long open = text.chars().filter(c -> c == '{' || c == '[').count();
    if (open > MAX_BRACKETS) {
      throw new IllegalArgumentException("more than " + MAX_BRACKETS + " sections and lists");
    }
    if (text.lines().anyMatch(line -> line.chars().filter(c -> c == '.').count() > MAX_DOTS)) {
      throw new IllegalArgumentException("more than " + MAX_DOTS + " dots in one line");
    }
  }

  private static Map<Part, Entry> readWeights(ModelConfSection settings) {
    Map<Part, Entry> weights = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      if (settings.has(part.key())) {
        weights.put(part, settings.section(part.key(), ModelConf::readEntry));
      }
    }
    return weights;
  }

  private static Entry readEntry(ModelConfSection settings) {
    List<Provenance.Source> sources = new ArrayList<>();
    for (ModelConfSection source : settings.sections("sources")) {
      sources.add(new Provenance.Source(source.text("file"), source.text("sha256")));
      source.requireAllRead();
    }
    Provenance provenance =
        new Provenance(
            sources,
            settings.text("licence"),
            settings.text("training-data"),
            settings.text("tool"),
            settings.text("date"));
    return new Entry(settings.text("sha256"), provenance);
  }

  void write(FileStore folder) throws IOException {
    folder.replace(FILE, render().getBytes(StandardCharsets.UTF_8));
  }

  /** The file's text, the same for equal content. */
  String render() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    if (!notice.isEmpty()) {
      root.put(NOTICE, notice);
    }
    root.put("architecture", ArchitectureConf.map(architecture));
    Map<String, Object> parts = new LinkedHashMap<>();
    weights.forEach((part, entry) -> parts.put(part.key(), map(entry)));
    root.put("weights", parts);
    if (!answers.answers().isEmpty()) {
      root.put(ANSWERS, answers.map());
    }
    audit.ifPresent(measured -> root.put(AUDIT, measured.map()));
    return "# A g2face model package. The checksums are SHA-256 of the *.safetensors files.\n"
        + object(root).render(options().setFormatted(true));
  }

  /** The architecture alone, in a form that equal architectures share. */
  String renderArchitecture() {
    return object(ArchitectureConf.map(architecture)).render(options().setFormatted(false));
  }

  private static Map<String, Object> map(Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    Provenance provenance = entry.provenance();
    map.put("sha256", entry.sha256());
    map.put(
        "sources",
        provenance.sources().stream()
            .map(source -> Map.of("file", source.file(), "sha256", source.sha256()))
            .toList());
    map.put("licence", provenance.licence());
    map.put("training-data", provenance.trainingData());
    map.put("tool", provenance.tool());
    map.put("date", provenance.date());
    return map;
  }

  private static ConfigObject object(Map<String, Object> map) {
    return ConfigValueFactory.fromMap(map);
  }

  private static ConfigRenderOptions options() {
    return ConfigRenderOptions.defaults().setOriginComments(false).setJson(false);
  }
}
