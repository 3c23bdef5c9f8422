/* The environment that BLAS libraries read their number of threads from. */
#ifndef BLASPOOL_PIN_ENVIRONMENT_H
#define BLASPOOL_PIN_ENVIRONMENT_H

/* Sets every variable to `threads` and reads it back; 0, or errno. */
int pin_environment_set(int threads);

#endif
