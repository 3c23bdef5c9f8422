/** The seven ways of running a batch, one class each, behind one interface. */
package org.blaspool.strategy;
