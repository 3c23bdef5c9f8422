#include "hdf5/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

hdf5_library hdf5;

extern char **environ;

/* Whatever the user has set would lead the library to plug-ins, other drivers and locks. */
static void clear_settings(void) {
    for (char **variable = environ; *variable != NULL;) {
        const char *end = strchr(*variable, '=');
        char name[256];
        if (strncmp(*variable, "HDF5_", 5) == 0 && end != NULL && (size_t)(end - *variable) < sizeof name) {
            (void)snprintf(name, sizeof name, "%.*s", (int)(end - *variable), *variable);
            (void)unsetenv(name);
            variable = environ;
        } else {
            variable++;
        }
    }
    /* Network file systems refuse locks; versions before 1.12 can be told by the environment only. */
    (void)setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
}

static const char *missing_symbol(void *handle) {
    void *symbol;
#define HDF5_FIND(result, name, arguments)                                                                             \
    if ((symbol = dlsym(handle, #name)) == NULL) {                                                                     \
        return #name;                                                                                                  \
    }                                                                                                                  \
    memcpy(&hdf5.name, &symbol, sizeof symbol);
    HDF5_FUNCTIONS(HDF5_FIND)
#undef HDF5_FIND
    return NULL;
}

static const char *missing_identifier(void *handle) {
    void *symbol;
#define HDF5_FIND(name)                                                                                                \
    if ((symbol = dlsym(handle, #name)) == NULL) {                                                                     \
        return #name;                                                                                                  \
    }                                                                                                                  \
    memcpy(&hdf5.name, symbol, sizeof hdf5.name);
    HDF5_IDENTIFIERS(HDF5_FIND)
#undef HDF5_FIND
    return NULL;
}

/* NULL where it is usable, else what it lacks. */
static const char *prepare(void *handle) {
    const char *missing = missing_symbol(handle);
    if (missing != NULL) {
        return missing;
    }
    unsigned major = 0, minor = 0, release = 0;
    (void)hdf5.H5dont_atexit();
    if (hdf5.H5open() < 0 || hdf5.H5get_libversion(&major, &minor, &release) < 0) {
        return "a start without an error";
    }
    /* Identifiers had 32 bits before. */
    if (major != 1 || minor < 10) {
        return "version 1.10 or later";
    }
    missing = missing_identifier(handle);
    if (missing != NULL) {
        return missing;
    }
    bool quiet = hdf5.H5Eset_auto2(HDF5_DEFAULT, NULL, NULL) >= 0;
    return quiet && hdf5.H5PLset_loading_state(0) >= 0 ? NULL : "a way to switch plug-ins off";
}

const char *hdf5_library_load(char *const *candidates, char *reasons, size_t capacity) {
    clear_settings();
    reasons[0] = '\0';
    for (; *candidates != NULL; candidates++) {
        void *handle = dlopen(*candidates, RTLD_NOW | RTLD_LOCAL);
        const char *lacks = handle == NULL ? dlerror() : prepare(handle);
        if (lacks == NULL) {
            return *candidates;
        }
        /* One that was loaded stays: it may have begun threads or kept addresses. */
        size_t length = strlen(reasons);
        (void)snprintf(
            reasons + length, capacity - length, "%s%s%s%s", length > 0 ? "; " : "", handle == NULL ? "" : *candidates,
            handle == NULL ? "" : " lacks ", lacks);
    }
    return NULL;
}
