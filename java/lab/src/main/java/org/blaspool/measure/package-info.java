/** Comparing strategies: rounds, verification, statistics, memory, noise, warnings and the records that a report shows. */
package org.blaspool.measure;
