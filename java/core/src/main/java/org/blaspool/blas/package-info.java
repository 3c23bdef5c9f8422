/** A BLAS of whatever kind, what it is, and a limit of its threads that is read back. */
package org.blaspool.blas;
