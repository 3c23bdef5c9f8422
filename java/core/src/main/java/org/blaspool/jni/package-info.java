/**
 * Every native method, one class a part of the C library: static, of primitives, strings and addresses only.
 * Internal: nothing here checks more than the C code behind it does, and an address is trusted.
 *
 * <p>Failures arrive as exceptions: a wrong argument as {@link IllegalArgumentException}, what the machine lacks as
 * {@link org.blaspool.error.ResourceUnavailableException}, a channel whose peer has gone as {@link java.io.EOFException},
 * a system call that failed as {@link java.io.IOException} where the method declares it and as
 * {@code ResourceUnavailableException} elsewhere; each with the C library's message.
 */
package org.blaspool.jni;
