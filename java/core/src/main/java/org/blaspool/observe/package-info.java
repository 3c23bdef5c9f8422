/** What can be seen of a batch while it runs: a timeline of tasks and workers, and what worker JVMs record of themselves. */
package org.blaspool.observe;
