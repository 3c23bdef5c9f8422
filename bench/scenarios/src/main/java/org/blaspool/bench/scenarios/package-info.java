/**
 * The figures that blaspool has to reach, each measured in turns with what it is held against: plain C or numpy doing the
 * same work, another strategy, or the machine's own peak.
 */
package org.blaspool.bench.scenarios;
