package org.g2face.jobs.train;

import java.io.Serializable;
import org.g2face.jobs.shards.ShardBatches;

/**
 * Options for reading a packed dataset by rank.
 *
 * @param uri of the dataset's folder
 * @param batch images on each rank at a time
 * @param order in which order they come
 * @param ahead what reading ahead may cost
 */
public record DataOptions(String uri, int batch, ShardBatches.Order order, ShardBatches.Ahead ahead)
    implements Serializable {}
