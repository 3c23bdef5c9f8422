/* Likwid's marker API: under likwid-perfctr -m, what is between these two is its region "dgemm". */
#ifndef BLASPOOL_COUNTERS_LIKWID_H
#define BLASPOOL_COUNTERS_LIKWID_H

/* From the calling thread, one after the other; they do not nest. Without likwid a load and a branch each. */
void blaspool_likwid_start(void);
void blaspool_likwid_stop(void);

#endif
