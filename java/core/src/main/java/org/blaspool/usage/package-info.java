/** What processes used, by the kernel's account. */
package org.blaspool.usage;
