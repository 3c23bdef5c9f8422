/** The command profile. */
package org.blaspool.cli.command.profile;
