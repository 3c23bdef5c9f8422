/**
 * A manifest's products over the executors of a Spark cluster: {@link org.blaspool.spark.SparkBatch} for programs,
 * {@link org.blaspool.spark.SparkRunMain} for spark-submit. Operands and results are files that all machines see.
 */
package org.blaspool.spark;
