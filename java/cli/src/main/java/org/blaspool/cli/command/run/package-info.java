/** The command {@code run}. */
package org.blaspool.cli.command.run;
