/** The command {@code report}. */
package org.blaspool.cli.command.report;
