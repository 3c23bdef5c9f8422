/** The strategy whose tasks load their operands from files and store their results to files, and what of it runs in a worker. */
package org.blaspool.independent;
