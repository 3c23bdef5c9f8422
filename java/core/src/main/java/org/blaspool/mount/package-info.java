/** The mount table of this process, as the kernel writes it. */
package org.blaspool.mount;
