/** Timelines as files that trace viewers open. */
package org.blaspool.cli.trace;
