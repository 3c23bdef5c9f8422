package org.blaspool.pool;

/**
 * A task without a result.
 *
 * @param task its index in the batch
 * @param message what went wrong, in one line
 * @param cause what a worker threw, or null where the task killed its workers
 */
record TaskFault(long task, String message, Throwable cause) {}
