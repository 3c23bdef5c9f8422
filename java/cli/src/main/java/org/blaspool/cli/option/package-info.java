/** The words of the command line: options, how their values are read and checked, and the help that is made of them. */
package org.blaspool.cli.option;
