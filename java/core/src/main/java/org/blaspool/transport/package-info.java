/** How operands and results travel between a parent and its worker JVMs: channels, frames and codecs. */
package org.blaspool.transport;
