/** The command line: dispatch to the commands, and failures turned into one line and an exit code. */
package org.blaspool.cli;
