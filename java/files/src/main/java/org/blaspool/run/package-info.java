/**
 * The engine of {@code run}: products of matrices in files, window by window, each verified, stored whole and recorded in
 * a journal. {@link org.blaspool.run.FileRun} is its door.
 */
package org.blaspool.run;
