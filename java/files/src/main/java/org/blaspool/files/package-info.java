/**
 * Matrices in files, for users: {@link org.blaspool.files.FileBatch} computes batches of products from files to files,
 * {@link org.blaspool.files.MatrixFiles} reads and writes single matrices.
 */
package org.blaspool.files;
