/** The task table: a batch cut into chunks that threads and worker JVMs claim for themselves. */
package org.blaspool.task;
