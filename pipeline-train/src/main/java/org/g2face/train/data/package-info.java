/** Where training takes its faces from, and how it remembers how far it has come. */
package org.g2face.train.data;
