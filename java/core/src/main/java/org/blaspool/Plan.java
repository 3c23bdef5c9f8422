package org.blaspool;

import java.util.OptionalDouble;

/**
 * One way that a pool could compute a batch.
 *
 * @param spec the strategy, as it is written on the command line and given to {@link BlasPool#open(String)}
 * @param seconds what it would take, operands in memory to results in memory; empty where nothing is known
 * @param bytes what operands, results and copies of them would take
 * @param reason what the figure rests on, or why this way is taken or not
 */
public record Plan(String spec, OptionalDouble seconds, long bytes, String reason) {}
