package org.blaspool.cli.profile;

import java.util.List;

/**
 * What a thread was doing at a moment.
 *
 * @param thread its name
 * @param nanos when, on the machine's monotonic clock
 * @param frames from the outermost to the innermost
 */
record StackSample(String thread, long pid, long nanos, List<String> frames) {}
