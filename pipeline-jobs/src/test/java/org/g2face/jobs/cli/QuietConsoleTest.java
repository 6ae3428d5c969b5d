package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** What the console's log makes of errors. */
class QuietConsoleTest {

  private static Properties settings() throws IOException {
    Properties settings = new Properties();
    try (InputStream file = QuietConsoleTest.class.getResourceAsStream("/log4j2.properties")) {
      settings.load(file);
    }
    return settings;
  }

  private static String line(String message, Throwable thrown) throws IOException {
    Properties settings = settings();
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withConfiguration(new DefaultConfiguration())
            .withPattern(settings.getProperty("appender.console.layout.pattern"))
            .withAlwaysWriteExceptions(
                Boolean.parseBoolean(
                    settings.getProperty("appender.console.layout.alwaysWriteExceptions")))
            .build();
    StringWriter text = new StringWriter();
    text.write(
        layout.toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName("org.apache.spark.rpc.netty.Inbox")
                .setLevel(Level.ERROR)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .build()));
    return text.toString();
  }

  @Test
  void anErrorWithAnExceptionIsOneLineThatEnds() throws IOException {
    Throwable thrown = new IllegalStateException("Exception thrown in awaitResult: ");

    assertThat(line("Ignoring error", thrown))
        .endsWith(" ERROR Inbox: Ignoring error: Exception thrown in awaitResult: \n")
        .hasLineCount(1);
    assertThat(line("Lost", null)).endsWith(" ERROR Inbox: Lost\n");
  }

  @Test
  void onlyJavaCppsWordsAboutVersionsAreLeftOut() throws IOException {
    String left = settings().getProperty("logger.javacpp.filter.versions.regex");

    assertThat(
            "Versions of org.bytedeco:javacpp:1.5.14 and org.bytedeco:opencv:4.13.0-1.5.13 do not"
                + " match.")
        .matches(left);
    assertThat("Could not load Loader: java.lang.UnsatisfiedLinkError").doesNotMatch(left);
  }
}
