/** What a shell and man know of the commands, made of what the commands say of themselves. */
package org.blaspool.cli.shell;
