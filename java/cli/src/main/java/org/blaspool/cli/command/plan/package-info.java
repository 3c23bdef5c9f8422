/** The command {@code plan}. */
package org.blaspool.cli.command.plan;
