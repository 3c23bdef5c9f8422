/** A user's own work on matrices, besides the built-in dgemm. */
package org.blaspool.operation;
