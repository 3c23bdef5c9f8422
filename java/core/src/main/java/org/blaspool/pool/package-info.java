/** Worker JVMs: starting them, handing out tasks, keeping results in order, noticing deaths. */
package org.blaspool.pool;
