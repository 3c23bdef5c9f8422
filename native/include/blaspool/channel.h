/*
 * A stream between a parent and one worker over a Unix domain socket: whole buffers out and in, straight from and
 * into the memory of the operands, and file descriptors for shared regions. Not thread-safe in one direction; one
 * thread may send while another receives.
 */
#ifndef BLASPOOL_CHANNEL_H
#define BLASPOOL_CHANNEL_H

#include <blaspool/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Listens at `path` (mode 0600; its directory must be the user's own, 0700). Every descriptor is close-on-exec. */
BLASPOOL_API blaspool_status blaspool_channel_listen(const char *path, int backlog, int *fd);

/*
 * Accepts one connection within `timeout_millis` (-1: for ever) and says who it is, by the kernel's word
 * (SO_PEERCRED). Another user's process is dropped and waited past. Socket buffers are widened to `buffer_bytes`.
 */
BLASPOOL_API blaspool_status
blaspool_channel_accept(int listener, int timeout_millis, int buffer_bytes, int *fd, int *peer_pid);

BLASPOOL_API blaspool_status blaspool_channel_connect(const char *path, int buffer_bytes, int *fd);

/* Two ends of a new channel that has no name: nobody but who is handed one of them can reach it. */
BLASPOOL_API blaspool_status blaspool_channel_pair(int buffer_bytes, int ends[2]);

/* Sends all of it; SIGPIPE is never raised, a vanished peer is CLOSED. */
BLASPOOL_API blaspool_status blaspool_channel_send(int fd, const void *data, uint64_t bytes);

/*
 * Opens what memory is lent through: a pipe, both ends of which are the caller's to close. UNAVAILABLE where the kernel
 * knows no vmsplice or may not be asked, as in some sandboxes; blaspool_channel_send does then.
 */
BLASPOOL_API blaspool_status blaspool_channel_lender(int lender[2]);

/*
 * Sends all of it without a copy on this side: the peer receives from the pages themselves. They must stay as they are
 * until it has, which blaspool_channel_untaken or an answer of the peer tells; they may be unmapped. One lender for a
 * sending thread; after a failure it holds what was not sent and can only be closed.
 */
BLASPOOL_API blaspool_status blaspool_channel_lend(int fd, const int lender[2], const void *data, uint64_t bytes);

/* At most so many of the bytes that were sent have not been received yet. */
BLASPOOL_API blaspool_status blaspool_channel_untaken(int fd, uint64_t *bytes);

/* Receives exactly `bytes`; CLOSED when the peer ends before. */
BLASPOOL_API blaspool_status blaspool_channel_receive(int fd, void *data, uint64_t bytes);

/* Receives at least 1 and at most `capacity` bytes; CLOSED at the end of the stream. */
BLASPOOL_API blaspool_status blaspool_channel_receive_some(int fd, void *data, uint64_t capacity, uint64_t *received);

/* Waits until something can be received: OK, TIMEOUT, or CLOSED. -1: for ever. */
BLASPOOL_API blaspool_status blaspool_channel_wait(int fd, int timeout_millis);

/* Passes a descriptor (SCM_RIGHTS) with one byte of data; the sender keeps its own. */
BLASPOOL_API blaspool_status blaspool_channel_send_fd(int fd, int passed);
BLASPOOL_API blaspool_status blaspool_channel_receive_fd(int fd, int *passed);

/* Wakes whoever is blocked on it, in both directions; the descriptor stays open until it is closed. */
BLASPOOL_API void blaspool_channel_shutdown(int fd);
BLASPOOL_API void blaspool_channel_close(int fd);

#ifdef __cplusplus
}
#endif

#endif
