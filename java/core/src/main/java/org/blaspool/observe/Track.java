package org.blaspool.observe;

/**
 * A line of a timeline.
 *
 * @param pid the process
 * @param thread number within the process
 */
public record Track(long pid, int thread) {}
