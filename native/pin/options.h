/* The command line of blaspool-pin. */
#ifndef BLASPOOL_PIN_OPTIONS_H
#define BLASPOOL_PIN_OPTIONS_H

#include <blaspool/affinity.h>

#include <sys/types.h>

typedef struct pin_options {
    blaspool_cpu_set cpus;
    int has_cpus;     /* 0: the mask is left as it is */
    int blas_threads; /* 0: the BLAS environment is left as it is */
    int die_with_parent;
    pid_t parent;   /* the parent to die with; 0: whoever it is at the start */
    char **command; /* NULL-terminated, from argv; NULL: print the mask */
} pin_options;

/* Returns 0, or -1 after a line on standard error. --help and --version print and exit 0. */
int pin_options_read(int argc, char **argv, pin_options *options);

#endif
