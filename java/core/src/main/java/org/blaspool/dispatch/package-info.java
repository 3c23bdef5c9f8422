/** Behind the front door: one queue a pool, the memory of its matrices, and the choice of a strategy for each batch. */
package org.blaspool.dispatch;
