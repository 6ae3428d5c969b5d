package org.g2face.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.g2face.ops.CostOps.Cost;
import org.g2face.ops.CostOps.Work;
import org.g2face.ops.WeightSpec;
import org.g2face.tensor.Tensor;

/**
 * A description of an architecture's networks, their parameters and their cost, for people.
 *
 * @param networks in the order of {@link Part}, without the morphable model, which is none
 * @param inUse those that anonymize and recover
 */
public record ModelDescription(List<Network> networks, Set<Part> inUse) {

  /**
   * One network.
   *
   * @param parameters the numbers that training would change
   * @param buffers the numbers that are measured instead, such as running means
   * @param operations for one image (for the perceptual distance: two), two for each multiply-add
   * @param stages the same by the side of the feature maps, the smallest first
   */
  public record Network(
      Part part, long parameters, long buffers, long operations, List<Stage> stages) {}

  /**
   * What a network does at one resolution.
   *
   * @param side the height of the feature maps; 1 for layers on plain vectors
   * @param parameters of the blocks that do most of their work here; a norm counts with the block
   *     before it
   * @param operations that make feature maps of this side
   */
  public record Stage(long side, long parameters, long operations) {}

  /** How many numbers, trained or measured, it takes to anonymize and to recover faces. */
  public long numbersInUse() {
    return networks.stream()
        .filter(network -> inUse.contains(network.part()))
        .mapToLong(network -> network.parameters() + network.buffers())
        .sum();
  }

  public static ModelDescription of(Architecture architecture) {
    List<Network> networks = new ArrayList<>();
    for (Part part : Part.values()) {
      Cost cost = part.cost(architecture);
      if (!cost.weights().isEmpty()) {
        networks.add(network(part, cost));
      }
    }
    return new ModelDescription(List.copyOf(networks), ModelPackage.inUse(architecture));
  }

  private static Network network(Part part, Cost cost) {
    long all = cost.weights().stream().mapToLong(w -> Tensor.count(w.shape())).sum();
    return new Network(
        part, cost.parameters(), all - cost.parameters(), cost.operations(), stages(cost));
  }

  private static List<Stage> stages(Cost cost) {
    Map<Long, Long> operations = new TreeMap<>();
    Map<String, Map<Long, Long>> ofBlocks = new LinkedHashMap<>();
    for (Work work : cost.work()) {
      operations.merge(work.side(), work.operations(), Long::sum);
      ofBlocks
          .computeIfAbsent(block(work.weight()), name -> new TreeMap<>())
          .merge(work.side(), work.operations(), Long::sum);
    }
    Map<Long, Long> parameters = new TreeMap<>();
    long side = 1;
    for (WeightSpec weight : cost.weights()) {
      side = side(weight, ofBlocks.get(block(weight.name())), side);
      if (weight.trained()) {
        operations.putIfAbsent(side, 0L);
        parameters.merge(side, Tensor.count(weight.shape()), Long::sum);
      }
    }
    return operations.entrySet().stream()
        .map(e -> new Stage(e.getKey(), parameters.getOrDefault(e.getKey(), 0L), e.getValue()))
        .toList();
  }

  /** Where a block works most; a learned feature map works nowhere, but has a side itself. */
  private static long side(WeightSpec weight, Map<Long, Long> ofBlock, long before) {
    if (ofBlock == null) {
      long[] shape = weight.shape();
      return shape.length == 4 ? shape[2] : before;
    }
    return ofBlock.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** A weight's name up to its first number, such as {@code layer1.0} or {@code to_rgb1}. */
  private static String block(String weight) {
    String[] parts = weight.split("\\.");
    StringBuilder block = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length - 1; i++) {
      block.append('.').append(parts[i]);
      if (Character.isDigit(parts[i].charAt(0))) {
        return block.toString();
      }
    }
    return parts[0];
  }
}
