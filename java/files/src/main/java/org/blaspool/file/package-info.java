/**
 * Matrices in files, and lists of products of them.
 *
 * <p>A new format is one class that implements {@link org.blaspool.file.MatrixFormat} and one line in
 * {@link org.blaspool.file.MatrixFormats}. Whatever is wrong with a file that is read is an
 * {@link org.blaspool.error.InvalidInputException} that names it; a result that cannot be stored is a
 * {@link org.blaspool.error.ResourceUnavailableException}.
 */
package org.blaspool.file;
