/**
 * How well a face was hidden and how well it came back: distances of pictures, and of recognisers'
 * scores. Every number follows the definition that its class cites, so that it can be compared with
 * published ones.
 */
package org.g2face.metric;
