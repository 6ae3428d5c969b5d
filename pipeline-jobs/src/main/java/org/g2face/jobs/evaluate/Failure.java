package org.g2face.jobs.evaluate;

import java.util.regex.Pattern;

/**
 * A failure as the rows of a run may tell it: its kind and its message, without what could tell
 * more of an image than its id does.
 *
 * <p>Messages of libraries may name files, and print what they could not work with.
 */
final class Failure {
  private static final int LONGEST = 200;

  private static final Pattern PLACE =
      Pattern.compile(
          "(?:[A-Za-z][A-Za-z0-9+.-]*:)?/+[^\\s'\"<>|,;]*|[A-Za-z]:\\\\[^\\s'\"<>|,;]*");

  /** Longer than the shape of a tensor. */
  private static final Pattern NUMBERS =
      Pattern.compile("[-+]?[.\\d][-+.\\deE]*(?:[,;\\s]+[-+]?[.\\d][-+.\\deE]*){6,}");

  private Failure() {}

  /** The kind of an error and what is left of its message. */
  static String describe(Throwable error) {
    String message = error.getMessage() == null ? "" : ": " + error.getMessage();
    return cleaned(error.getClass().getSimpleName() + message);
  }

  /** One line of a message without places and without rows of numbers, and not long. */
  static String cleaned(String message) {
    String text = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    // A message may be as long as the tensor that it prints.
    text = text.length() > 20 * LONGEST ? text.substring(0, 20 * LONGEST) : text;
    text = PLACE.matcher(text).replaceAll("(place)");
    text = NUMBERS.matcher(text).replaceAll("(numbers)");
    return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
  }
}
