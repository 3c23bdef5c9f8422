#include "counters/likwid.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

/* LIKWID's Marker API, likwid-marker.h: found at run time, so that nothing here needs likwid to be built or started. */
typedef struct marker_api {
    void (*init)(void);
    void (*init_thread)(void);
    int (*start)(const char *region);
    int (*stop)(const char *region);
    void (*close)(void);
} marker_api;

static const char region[] = "dgemm";
static pthread_once_t looked = PTHREAD_ONCE_INIT;
static marker_api marker;
static _Thread_local int thread_known;

/* The results are written then: the JVM ends by exit(3) as others do. */
static void close_markers(void) { marker.close(); }

/* likwid-perfctr -m sets both. The first name is there where likwid can be built against, the second always. */
static void look(void) {
    if (getenv("LIKWID_MODE") == NULL || getenv("LIKWID_EVENTS") == NULL) {
        return;
    }
    static const char *const names[] = {"liblikwid.so", "liblikwid.so.5"};
    void *library = NULL;
    for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (library == NULL) {
        return;
    }
    marker_api found;
    *(void **)&found.init = dlsym(library, "likwid_markerInit");
    *(void **)&found.init_thread = dlsym(library, "likwid_markerThreadInit");
    *(void **)&found.start = dlsym(library, "likwid_markerStartRegion");
    *(void **)&found.stop = dlsym(library, "likwid_markerStopRegion");
    *(void **)&found.close = dlsym(library, "likwid_markerClose");
    if (found.init == NULL || found.init_thread == NULL || found.start == NULL || found.stop == NULL ||
        found.close == NULL) {
        (void)dlclose(library);
        return;
    }
    found.init();
    marker = found;
    (void)atexit(close_markers);
}

void blaspool_likwid_start(void) {
    (void)pthread_once(&looked, look);
    if (marker.start == NULL) {
        return;
    }
    if (!thread_known) {
        thread_known = 1;
        marker.init_thread();
    }
    (void)marker.start(region);
}

void blaspool_likwid_stop(void) {
    if (marker.stop != NULL) {
        (void)marker.stop(region);
    }
}
