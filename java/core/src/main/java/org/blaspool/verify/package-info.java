/** Whether results are right: every product against its operands, by a method that costs little of the product. */
package org.blaspool.verify;
