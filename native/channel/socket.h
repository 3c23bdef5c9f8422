/* What the files of a channel share: waiting, and how a failure of the peer is told from one of our own. */
#ifndef BLASPOOL_SOCKET_H
#define BLASPOOL_SOCKET_H

#include <blaspool/status.h>

#include <stdint.h>

/* A failed call on a channel: CLOSED where `error` means that the peer has gone, SYSTEM otherwise. */
blaspool_status blaspool_channel_fail(const char *call, int fd, int error);

/* Waits for POLLIN or an end and returns poll's events; 0: time-out, -1: errno. EINTR is waited past. */
int blaspool_channel_poll(int fd, int timeout_millis);

#endif
