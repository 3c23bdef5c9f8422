/** What perf sampled: stacks with Java frames by name, shares of where the time went, flame graphs. */
package org.blaspool.cli.profile;
