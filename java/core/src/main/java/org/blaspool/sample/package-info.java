/** What ways of running a batch took on this machine: kept in one small file, asked before anything is measured. */
package org.blaspool.sample;
