/** The command {@code compare}. */
package org.blaspool.cli.command.compare;
