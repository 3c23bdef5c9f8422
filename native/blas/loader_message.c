#include "blas/loader_message.h"

#include <string.h>

int blaspool_missing_glibc(const char *message, char *version, size_t capacity) {
    static const char opening[] = "version `GLIBC_";
    static const char closing[] = "' not found";
    const char *start = message != NULL ? strstr(message, opening) : NULL;
    if (start == NULL) {
        return 0;
    }
    start += sizeof opening - 1;
    size_t length = strspn(start, "0123456789.");
    if (length == 0 || length >= capacity || strncmp(start + length, closing, sizeof closing - 1) != 0) {
        return 0;
    }
    memcpy(version, start, length);
    version[length] = '\0';
    return 1;
}
