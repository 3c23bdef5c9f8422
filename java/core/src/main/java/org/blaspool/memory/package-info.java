/** Memory outside the Java heap: regions that are reserved before use, private or shared with other processes. */
package org.blaspool.memory;
