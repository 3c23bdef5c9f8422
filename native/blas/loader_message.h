/* What the dynamic linker says when it refuses a library. */
#ifndef BLASPOOL_BLAS_LOADER_MESSAGE_H
#define BLASPOOL_BLAS_LOADER_MESSAGE_H

#include <stddef.h>

/*
 * Whether `message` of dlerror() says that a library needs a newer C library than there is ("/lib/libm.so.6: version
 * `GLIBC_2.38' not found (required by /opt/libblis.so.4)"); `version` then gets "2.38". 0 for anything else, also
 * where the version is cut off or longer than `capacity` holds.
 */
int blaspool_missing_glibc(const char *message, char *version, size_t capacity);

#endif
