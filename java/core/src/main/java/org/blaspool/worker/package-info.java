/** What runs in worker JVMs and in the array server's JVM. */
package org.blaspool.worker;
