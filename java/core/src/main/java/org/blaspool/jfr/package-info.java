/** Events for the JVM's flight recorder, and recordings of the processes of a batch. */
package org.blaspool.jfr;
