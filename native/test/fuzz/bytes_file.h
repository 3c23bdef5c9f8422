/* Files whose content is an input's bytes, for parsers that open what they read. */
#ifndef BLASPOOL_BYTES_FILE_H
#define BLASPOOL_BYTES_FILE_H

#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

typedef struct bytes_file {
    int descriptor;
    char path[32];
} bytes_file;

/* A file without a name on any disk; it lives as long as the process. */
static inline bytes_file bytes_file_create(void) {
    bytes_file file = {.descriptor = memfd_create("fuzz", MFD_CLOEXEC)};
    MUST(file.descriptor >= 0);
    (void)snprintf(file.path, sizeof file.path, "/proc/self/fd/%d", file.descriptor);
    return file;
}

static inline void bytes_file_fill(const bytes_file *file, const uint8_t *data, size_t size) {
    MUST(ftruncate(file->descriptor, 0) == 0);
    MUST(size == 0 || pwrite(file->descriptor, data, size, 0) == (ssize_t)size);
}

#endif
