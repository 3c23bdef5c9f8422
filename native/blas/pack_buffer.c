#include "blas/pack_buffer.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

/* Begins a page, so that where tiles lie to each other in the caches is the same in every thread. */
enum { PAGE = 4096 };

static _Thread_local double *values;
static _Thread_local size_t capacity;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_end;
static int has_key;

static void create_key(void) {
    has_key = pthread_key_create(&at_end, free) == 0;
    /* Threads call at_end's function when they end: the object that holds this code must not be unloaded before. */
    Dl_info here;
    if (dladdr(&at_end, &here) != 0 && here.dli_fname != NULL) {
        (void)dlopen(here.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
    }
}

static double *grow(size_t count) {
    (void)pthread_once(&once, create_key);
    if (!has_key || pthread_setspecific(at_end, NULL) != 0) {
        return NULL;
    }
    free(values);
    capacity = 0;
    size_t bytes = (count * sizeof(double) + PAGE - 1) / PAGE * PAGE;
    values = aligned_alloc(PAGE, bytes);
    if (values != NULL && pthread_setspecific(at_end, values) != 0) {
        free(values);
        values = NULL;
    }
    if (values != NULL) {
        capacity = count;
    }
    return values;
}

double *blaspool_pack_buffer(size_t count) { return count <= capacity ? values : grow(count); }
