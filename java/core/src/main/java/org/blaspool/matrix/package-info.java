/** Matrices outside the heap, who owns their memory, and batches of products of them. */
package org.blaspool.matrix;
