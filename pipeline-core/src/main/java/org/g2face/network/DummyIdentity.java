package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The published sampler of dummy identities: two linear layers and a batch norm, which are learned.
 *
 * @param size the length of an identity embedding, and of the random vector
 */
public record DummyIdentity(int size) implements IdentitySampler {

  public DummyIdentity {
    Expected.positive("identity length", size);
  }

  @Override
  public <T> T forward(Ops<T> ops, Weights<T> w, T z, Phase<T> phase) {
    Expected.shape(ops, "random vector", z, size);
    Weights<T> layers = w.at("map_2_id");
    T x = ops.leakyRelu(linear(ops, layers.at("0"), z), 0.2);
    x = ops.leakyRelu(linear(ops, layers.at("2"), x), 0.2);
    return new BatchNorm(size).forward(ops, layers.at("4"), x, phase);
  }

  private <T> T linear(Ops<T> ops, Weights<T> w, T x) {
    T weight = w.parameter("weight", Init.fanIn(size), size, size);
    return ops.linear(x, weight, w.parameter("bias", Init.fanIn(size), size));
  }
}
