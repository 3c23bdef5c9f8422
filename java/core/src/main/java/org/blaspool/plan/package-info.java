/** What a strategy is configured with, what this machine can do, and what a batch will take: pure functions. */
package org.blaspool.plan;
