#include "pin/environment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * All of them, not only the first that each library looks at: which library COMMAND loads is not known here, and a
 * variable that the user has set for his own shell would win over the ones we leave alone.
 */
static const char *const thread_variables[] = {
    "OPENBLAS_NUM_THREADS",   "OPENBLAS_DEFAULT_NUM_THREADS",
    "GOTO_NUM_THREADS",       "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",        "BLIS_NUM_THREADS",
    "NVPL_BLAS_NUM_THREADS",  "ARMPL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
};

/* Finer settings that would override the count: MKL's by domain, BLIS's by loop. */
static const char *const overriding_variables[] = {
    "MKL_DOMAIN_NUM_THREADS", "BLIS_JC_NT", "BLIS_PC_NT", "BLIS_IC_NT", "BLIS_JR_NT", "BLIS_IR_NT",
};

int pin_environment_set(int threads) {
    char value[16];
    (void)snprintf(value, sizeof value, "%d", threads);
    for (size_t i = 0; i < sizeof overriding_variables / sizeof overriding_variables[0]; i++) {
        if (unsetenv(overriding_variables[i]) != 0) {
            return errno;
        }
    }
    for (size_t i = 0; i < sizeof thread_variables / sizeof thread_variables[0]; i++) {
        if (setenv(thread_variables[i], value, 1) != 0) {
            return errno;
        }
        const char *taken = getenv(thread_variables[i]);
        if (taken == NULL || strcmp(taken, value) != 0) {
            return ENOMEM;
        }
    }
    return 0;
}
