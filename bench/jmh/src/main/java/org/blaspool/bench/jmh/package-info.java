/** JMH benchmarks of the parts: a product, a matrix through a codec, a claim, a batch through a pool. */
package org.blaspool.bench.jmh;
