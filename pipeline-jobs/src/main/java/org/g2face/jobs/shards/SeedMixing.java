package org.g2face.jobs.shards;

/** Makes one seed of several numbers. */
final class SeedMixing {
  private SeedMixing() {}

  /** A seed that differs wherever one of the parts does; SplitMix64's mixing of each. */
  static long mix(long... parts) {
    long seed = 0;
    for (long part : parts) {
      long z = seed + part + 0x9e3779b97f4a7c15L;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      seed = z ^ (z >>> 31);
    }
    return seed;
  }
}
