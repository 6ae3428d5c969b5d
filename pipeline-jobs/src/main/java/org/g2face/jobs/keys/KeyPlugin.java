package org.g2face.jobs.keys;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Executors ask the driver for a job's keys over Spark's RPC, which Spark authenticates and
 * encrypts if told so; the answer stays in memory on both sides.
 */
public final class KeyPlugin implements SparkPlugin {
  private static volatile PluginContext executor;

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Object receive(Object message) {
        return message instanceof KeyHandle ticket ? JobKeys.heldHere(ticket) : null;
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        executor = context;
      }

      @Override
      public void shutdown() {
        executor = null;
      }
    };
  }

  static byte[] askDriver(KeyHandle ticket) throws IOException {
    PluginContext context = executor;
    if (context == null) {
      throw new IOException(
          "this process has no keys and cannot ask for any: Spark was started without "
              + KeyPlugin.class.getName()
              + " in spark.plugins");
    }
    Object answer;
    try {
      answer = context.ask(ticket);
    } catch (Exception e) {
      throw new IOException("the driver did not answer the question for keys", e);
    }
    if (answer instanceof byte[] keys) {
      return keys;
    }
    throw new IOException("the driver has no keys for this task; its job has ended");
  }
}
