package org.blaspool.file;

import org.blaspool.matrix.Layout;
import org.blaspool.matrix.Shape;

/**
 * What is known of a matrix before its elements are read.
 *
 * @param layout the order of the elements in the file, which a matrix that they are read into has too
 * @param storedBytes bytes of the elements in the file
 */
public record MatrixHeader(Shape shape, Layout layout, long storedBytes) {}
