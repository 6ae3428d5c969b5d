package org.g2face.jobs.keys;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.Configuration;
import org.g2face.keys.KeyFile;

/**
 * The source of a passphrase: a file, else the environment, else the person at the terminal. There
 * is no option for it, for others can read a command line.
 *
 * @param file whose first line it is
 * @param environment variables by name
 * @param name of the keys, for the question
 * @param fresh whether it is a new one: it is asked for twice, and must not be short
 */
public record PassphraseSource(
    Optional<String> file, Map<String, String> environment, String name, boolean fresh)
    implements KeyFile.Passphrase {
  /** The environment variable that may hold it. */
  public static final String VARIABLE = Configuration.PASSPHRASE;

  private static final int LONGEST_BYTES = 4096;

  private static volatile boolean asking;

  @Override
  public char[] get() throws IOException {
    char[] passphrase = find();
    if (passphrase.length == 0) {
      throw new UsageException("the passphrase is empty");
    }
    if (fresh && passphrase.length < KeyFile.SHORTEST_PASSPHRASE) {
      Arrays.fill(passphrase, '\0');
      throw new UsageException(
          "a passphrase for keys has at least "
              + KeyFile.SHORTEST_PASSPHRASE
              + " characters; five or six words drawn at random are a good one");
    }
    return passphrase;
  }

  private char[] find() throws IOException {
    if (file.isPresent()) {
      return firstLine(Path.of(file.get()));
    }
    if (environment.containsKey(VARIABLE)) {
      return environment.get(VARIABLE).toCharArray();
    }
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          "no passphrase for the keys '"
              + name
              + "': set the environment variable "
              + VARIABLE
              + ", or name a file with --passphrase-file, or start g2face in a terminal");
    }
    char[] passphrase = ask(console, "Passphrase of the keys '%s': ");
    if (fresh) {
      char[] again = ask(console, "The same for '%s' once more: ");
      boolean same = Arrays.equals(passphrase, again);
      Arrays.fill(again, '\0');
      if (!same) {
        Arrays.fill(passphrase, '\0');
        throw new UsageException("these were two passphrases");
      }
    }
    return passphrase;
  }

  private char[] ask(Console console, String question) {
    asking = true;
    try {
      char[] answer = console.readPassword(question, name);
      return answer == null ? new char[0] : answer;
    } finally {
      asking = false;
    }
  }

  /** Whether this process waits for a person's answer. */
  public static boolean asking() {
    return asking;
  }

  private static char[] firstLine(Path file) throws IOException {
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(LONGEST_BYTES);
    } catch (IOException e) {
      throw new UsageException("cannot read the passphrase file " + file, e);
    }
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    int end = 0;
    while (end < text.length() && text.get(end) != '\n' && text.get(end) != '\r') {
      end++;
    }
    char[] line = new char[end];
    text.get(line);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(text.array(), '\0');
    return line;
  }

  /** Without the environment. */
  @Override
  public String toString() {
    return "PassphraseSource[" + name + "]";
  }
}
