/** Takes native files out of jars into a private cache directory, once, and knows that they are whole. */
package org.blaspool.unpack;
