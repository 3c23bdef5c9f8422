#include "hdf5/message.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool hdf5_receive(void *data, size_t bytes) {
    char *next = data;
    while (bytes > 0) {
        ssize_t got = read(STDIN_FILENO, next, bytes);
        if (got > 0) {
            next += got;
            bytes -= (size_t)got;
        } else if (got == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

static bool send_all(const void *data, size_t bytes) {
    const char *next = data;
    while (bytes > 0) {
        ssize_t sent = write(STDOUT_FILENO, next, bytes);
        if (sent > 0) {
            next += sent;
            bytes -= (size_t)sent;
        } else if (sent < 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool hdf5_send(hdf5_kind kind, const uint64_t *values, const char *text, size_t text_bytes) {
    hdf5_reply reply = {.kind = kind, .text_bytes = text_bytes};
    if (values != NULL) {
        memcpy(reply.values, values, sizeof reply.values);
    }
    return send_all(&reply, sizeof reply) && send_all(text, text_bytes);
}
