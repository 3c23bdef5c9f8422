#include "hdf5/fault.h"

#include "hdf5/library.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool hdf5_refuse(hdf5_fault *fault, const char *what, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)snprintf(fault->what, sizeof fault->what, "%s", what);
    (void)vsnprintf(fault->rest, sizeof fault->rest, format, arguments);
    va_end(arguments);
    for (char *next = fault->rest; *next != '\0'; next++) {
        if ((unsigned char)*next < ' ' || *next == 0x7f) {
            *next = '?';
        }
    }
    return false;
}

typedef struct first_error {
    char text[400];
    hid_t minor;
} first_error;

static int take_first(unsigned depth, const hdf5_error *error, void *data) {
    first_error *first = data;
    if (depth == 0) {
        const char *text = error->description == NULL ? "" : error->description;
        (void)snprintf(first->text, sizeof first->text, "%s", text);
        first->minor = error->minor;
    }
    return 0;
}

static first_error first_of_library(void) {
    first_error first = {.text = "", .minor = 0};
    (void)hdf5.H5Ewalk2(HDF5_DEFAULT, HDF5_FIRST_SPECIFIC, take_first, &first);
    return first;
}

bool hdf5_refuse_as_library(hdf5_fault *fault) {
    first_error first = first_of_library();
    return hdf5_refuse(fault, "HDF5 file cannot be read", " reason=%s", first.text[0] == '\0' ? "damaged" : first.text);
}

bool hdf5_is_not_found(void) { return first_of_library().minor == hdf5.H5E_NOTFOUND_g; }
