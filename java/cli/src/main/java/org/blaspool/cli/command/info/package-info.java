/** The command {@code info}. */
package org.blaspool.cli.command.info;
