/** The terminal and the signals: where text goes, in which style, and how a command is stopped. */
package org.blaspool.cli.terminal;
