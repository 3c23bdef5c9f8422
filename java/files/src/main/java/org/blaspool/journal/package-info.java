/**
 * What a run over files has finished, in a form that outlives it: a file per shard that lines are only added to, under a
 * lock of its own. {@code docs/run.md} has the format and what resuming trusts.
 */
package org.blaspool.journal;
