package org.g2face.jobs.keys;

import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.g2face.jobs.UsageException;
import org.g2face.keys.KeyMaterial;

/** The keys of a running job, in the driver's memory until the job ends. */
public final class JobKeys implements AutoCloseable {
  private static final Map<String, byte[]> HELD = new ConcurrentHashMap<>();
  private static final int TICKET_BYTES = 16;

  private final KeyHandle ticket =
      new KeyHandle(HexFormat.of().formatHex(Random.randBytes(TICKET_BYTES)));

  private JobKeys() {}

  /** Keeps keys at hand until closed. */
  public static JobKeys hold(KeyMaterial keys) {
    return hold(keys.toBytes());
  }

  /** Keeps the bytes of another key at hand until closed. */
  public static JobKeys hold(byte[] key) {
    JobKeys held = new JobKeys();
    HELD.put(held.ticket.number(), key.clone());
    return held;
  }

  /**
   * What to send to tasks in the place of the keys.
   *
   * @throws UsageException if tasks could not get the keys, or only over a network that others can
   *     read
   */
  public KeyHandle ticket(SparkContext context) {
    if (!context.isLocal()) {
      requireTransport(context.getConf());
    }
    return ticket;
  }

  static void requireTransport(SparkConf conf) {
    requirePlugin(conf);
    requirePrivateNetwork(conf);
  }

  private static void requirePlugin(SparkConf conf) {
    if (!conf.get("spark.plugins", "").contains(KeyPlugin.class.getName())) {
      throw new UsageException(
          "executors cannot ask for keys: start Spark with spark.plugins="
              + KeyPlugin.class.getName());
    }
  }

  private static void requirePrivateNetwork(SparkConf conf) {
    boolean authenticated = conf.getBoolean("spark.authenticate", false);
    boolean encrypted =
        conf.getBoolean("spark.network.crypto.enabled", false)
            || conf.getBoolean("spark.authenticate.enableSaslEncryption", false);
    if (!authenticated || !encrypted) {
      throw new UsageException(
          "the keys would cross the network in the clear: set spark.authenticate and"
              + " spark.network.crypto.enabled to true, and where Spark itself does not draw it"
              + " (on a standalone cluster) spark.authenticate.secret in a configuration file");
    }
  }

  /** What is held for a ticket, by this process or by the driver. */
  static byte[] bytes(KeyHandle ticket) throws IOException {
    byte[] here = heldHere(ticket);
    return here != null ? here : KeyPlugin.askDriver(ticket);
  }

  /** The keys if this process is the driver, else null. */
  static byte[] heldHere(KeyHandle ticket) {
    byte[] bytes = HELD.get(ticket.number());
    return bytes == null ? null : bytes.clone();
  }

  /** Forgets the keys. */
  @Override
  public void close() {
    byte[] bytes = HELD.remove(ticket.number());
    if (bytes != null) {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
