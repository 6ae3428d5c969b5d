package org.g2face.train.nd4j;

import org.g2face.ops.Init;
import org.g2face.ops.Weights;
import org.g2face.train.nd4j.Nd4jPart.Use;

/** The arrays of a part as the nodes of one graph. */
record GraphWeights(Use use, String scope) implements Weights<Node> {

  @Override
  public Node parameter(String name, Init init, long... shape) {
    return use.node(full(name), true);
  }

  @Override
  public Node buffer(String name, Init init, long... shape) {
    return use.node(full(name), false);
  }

  @Override
  public Weights<Node> at(String inner) {
    return new GraphWeights(use, full(inner));
  }

  private String full(String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
