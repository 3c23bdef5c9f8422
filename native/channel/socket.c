#include <blaspool/channel.h>

#include "channel/socket.h"
#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

blaspool_status blaspool_channel_fail(const char *call, int fd, int error) {
    if (error == EPIPE || error == ECONNRESET) {
        return blaspool_fail(
            BLASPOOL_CLOSED, error, "peer of the channel has gone: fd=%d call=%s errno=%d (%s)", fd, call, error,
            strerror(error));
    }
    return blaspool_fail(
        BLASPOOL_SYSTEM, error, "channel failed: fd=%d call=%s errno=%d (%s)", fd, call, error, strerror(error));
}

int blaspool_channel_poll(int fd, int timeout_millis) {
    int64_t deadline = blaspool_monotonic_nanos() + (int64_t)timeout_millis * 1000000;
    struct pollfd events = {.fd = fd, .events = POLLIN};
    for (;;) {
        int ready = poll(&events, 1, timeout_millis);
        if (ready > 0 && (events.revents & POLLNVAL) != 0) {
            errno = EBADF;
            return -1;
        }
        if (ready > 0) {
            return events.revents;
        }
        if (ready == 0 || errno != EINTR) {
            return ready;
        }
        if (timeout_millis >= 0) {
            int64_t left = (deadline - blaspool_monotonic_nanos() + 999999) / 1000000;
            timeout_millis = left > 0 ? (int)left : 0;
        }
    }
}

typedef struct socket_name {
    struct sockaddr_un address;
    int directory; /* open where the address goes through it, else -1 */
} socket_name;

static blaspool_status fail_length(const char *path) {
    return blaspool_fail(
        BLASPOOL_INVALID, 0, "socket path has a wrong length: path=%.200s length=%zu, expected a name of 1 to %zu",
        path, strlen(path), sizeof((struct sockaddr_un *)0)->sun_path - 1);
}

/* An address is short, but scratch directories of batch systems are not: a long path goes through its directory. */
static blaspool_status open_name(const char *path, socket_name *name) {
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = strlen(path), room = sizeof name->address.sun_path;
    memset(name, 0, sizeof *name);
    name->address.sun_family = AF_UNIX;
    name->directory = -1;
    if (length > 0 && length < room) {
        memcpy(name->address.sun_path, path, length + 1);
        return BLASPOOL_OK;
    }
    if (slash == NULL || slash == path || length >= sizeof directory) {
        return fail_length(path);
    }
    (void)snprintf(directory, sizeof directory, "%.*s", (int)(slash - path), path);
    name->directory = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (name->directory < 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, errno, "directory of the socket cannot be opened: directory=%s errno=%d (%s)", directory,
            errno, strerror(errno));
    }
    int written = snprintf(name->address.sun_path, room, "/proc/self/fd/%d/%s", name->directory, slash + 1);
    if (written < 0 || (size_t)written >= room) {
        (void)close(name->directory);
        return fail_length(path);
    }
    return BLASPOOL_OK;
}

static void close_name(const socket_name *name) {
    if (name->directory >= 0) {
        int error = errno;
        (void)close(name->directory);
        errno = error;
    }
}

/* Whoever may write in the directory could put a socket of his own in the place of ours. */
static blaspool_status check_directory(const char *path) {
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path);
    (void)snprintf(
        directory, sizeof directory, "%.*s", slash == NULL || length == 0 ? 1 : (int)length,
        slash == NULL ? "." : path);
    struct stat file;
    if (stat(directory, &file) != 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, errno, "directory of the socket cannot be looked at: directory=%s errno=%d (%s)",
            directory, errno, strerror(errno));
    }
    if (file.st_uid != geteuid() || (file.st_mode & 0077) != 0) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0,
            "directory of the socket is not private: directory=%s uid=%ld mode=%03o, expected "
            "uid=%ld mode=700",
            directory, (long)file.st_uid, (unsigned)(file.st_mode & 0777), (long)geteuid());
    }
    return BLASPOOL_OK;
}

/* The kernel clips what an ordinary user asks for, and a small buffer is slow but no error. */
static void widen(int fd, int buffer_bytes) {
    static const struct { int forced, plain; } names[] = {{SO_SNDBUFFORCE, SO_SNDBUF}, {SO_RCVBUFFORCE, SO_RCVBUF}};
    for (int i = 0; i < 2 && buffer_bytes > 0; i++) {
        if (setsockopt(fd, SOL_SOCKET, names[i].forced, &buffer_bytes, sizeof buffer_bytes) != 0) {
            (void)setsockopt(fd, SOL_SOCKET, names[i].plain, &buffer_bytes, sizeof buffer_bytes);
        }
    }
}

static blaspool_status fail_closing(const char *call, const char *path, int fd) {
    int error = errno;
    (void)close(fd);
    return blaspool_fail(
        BLASPOOL_SYSTEM, error, "channel cannot be opened: path=%s call=%s errno=%d (%s)", path, call, error,
        strerror(error));
}

blaspool_status blaspool_channel_listen(const char *path, int backlog, int *fd) {
    blaspool_status status = check_directory(path);
    if (status != BLASPOOL_OK) {
        return status;
    }
    /* Non-blocking: a client that goes away between poll and accept must not leave the listener stuck. */
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) {
        return blaspool_channel_fail("socket", -1, errno);
    }
    socket_name name;
    status = open_name(path, &name);
    if (status != BLASPOOL_OK) {
        (void)close(listener);
        return status;
    }
    int bound = bind(listener, (struct sockaddr *)&name.address, sizeof name.address);
    close_name(&name);
    if (bound != 0) {
        return fail_closing("bind", path, listener);
    }
    if (chmod(path, 0600) != 0 || listen(listener, backlog) != 0) {
        blaspool_status failed = fail_closing("listen", path, listener);
        (void)unlink(path);
        return failed;
    }
    *fd = listener;
    return BLASPOOL_OK;
}

static int is_own_process(int fd, int *pid) {
    struct ucred peer;
    socklen_t bytes = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) != 0 || peer.uid != geteuid()) {
        return 0;
    }
    *pid = peer.pid;
    return 1;
}

blaspool_status blaspool_channel_accept(int listener, int timeout_millis, int buffer_bytes, int *fd, int *peer_pid) {
    int64_t deadline = blaspool_monotonic_nanos() + (int64_t)timeout_millis * 1000000;
    for (;;) {
        int64_t left = timeout_millis < 0 ? -1 : (deadline - blaspool_monotonic_nanos() + 999999) / 1000000;
        int ready = blaspool_channel_poll(listener, timeout_millis < 0 ? -1 : left > 0 ? (int)left : 0);
        if (ready < 0) {
            return blaspool_channel_fail("poll", listener, errno);
        }
        if (ready == 0) {
            return blaspool_fail(
                BLASPOOL_TIMEOUT, 0, "nobody connected: fd=%d timeout_millis=%d", listener, timeout_millis);
        }
        if ((ready & POLLHUP) != 0) { /* accept would say EAGAIN for ever */
            return blaspool_fail(BLASPOOL_CLOSED, 0, "listener was shut down: fd=%d", listener);
        }
        int accepted = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (accepted >= 0) {
            if (is_own_process(accepted, peer_pid)) {
                widen(accepted, buffer_bytes);
                *fd = accepted;
                return BLASPOOL_OK;
            }
            (void)close(accepted);
        } else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
            return blaspool_channel_fail("accept", listener, errno);
        }
    }
}

blaspool_status blaspool_channel_connect(const char *path, int buffer_bytes, int *fd) {
    int connected = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connected < 0) {
        return blaspool_channel_fail("socket", -1, errno);
    }
    socket_name name;
    blaspool_status status = open_name(path, &name);
    if (status != BLASPOOL_OK) {
        (void)close(connected);
        return status;
    }
    int result;
    do {
        result = connect(connected, (struct sockaddr *)&name.address, sizeof name.address);
    } while (result != 0 && errno == EINTR);
    close_name(&name);
    if (result != 0) {
        return fail_closing("connect", path, connected);
    }
    widen(connected, buffer_bytes);
    *fd = connected;
    return BLASPOOL_OK;
}

blaspool_status blaspool_channel_pair(int buffer_bytes, int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return blaspool_channel_fail("socketpair", -1, errno);
    }
    widen(ends[0], buffer_bytes);
    widen(ends[1], buffer_bytes);
    return BLASPOOL_OK;
}

void blaspool_channel_shutdown(int fd) { (void)shutdown(fd, SHUT_RDWR); }

void blaspool_channel_close(int fd) { (void)close(fd); }
