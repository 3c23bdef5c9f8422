/** What a command is. Each command reads its words into a request, which checks them; only then is anything done. */
package org.blaspool.cli.command;
