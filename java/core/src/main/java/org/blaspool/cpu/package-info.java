/**
 * The CPUs and the memory that this process may use, and why: topology, affinity mask, cgroup limits, Slurm's
 * variables; and how the CPUs are shared out among workers. Everything is read from the files below a root directory
 * and from an environment that is passed in, so that a machine can be faked.
 */
package org.blaspool.cpu;
