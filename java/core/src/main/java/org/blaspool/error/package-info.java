/** What can go wrong, by what a caller can do about it; each kind is one exit code of the command. */
package org.blaspool.error;
