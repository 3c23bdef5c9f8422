/**
 * Batches of matrix products on the JVM, run the fastest way: everything that a program needs.
 *
 * <p>{@link org.blaspool.BlasPool} multiplies lists of arrays or of {@link org.blaspool.Product products}, gives futures and
 * streams of {@link org.blaspool.Outcome outcomes}, and applies an {@link org.blaspool.Operation} of one's own, in threads of
 * this JVM or in worker JVMs. A {@link org.blaspool.Matrix} lies outside the Java heap, where the workers reach it without a
 * copy. {@link org.blaspool.Blas}, {@link org.blaspool.ThreadLimit} and {@link org.blaspool.LoadedBlas} load a BLAS and limit
 * the threads of all that this JVM has loaded.
 *
 * <p>A caller's mistake is an exception of the JDK's; everything else that goes wrong is a
 * {@link org.blaspool.BlaspoolException} whose message says how to mend it.
 */
package org.blaspool;
