/** What the engines share: settings, sessions, and the programs that they run. */
package org.g2face.train.engine;
