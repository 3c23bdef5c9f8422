/* Descriptors as ancillary data of one byte. */
#include <blaspool/channel.h>

#include "channel/socket.h"
#include "status/status_internal.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The byte that a descriptor travels with, so that a stream that got out of step is noticed. */
static const char descriptor_mark = 'F';

typedef union control_block {
    struct cmsghdr header; /* for its alignment */
    char bytes[CMSG_SPACE(sizeof(int))];
} control_block;

blaspool_status blaspool_channel_send_fd(int fd, int passed) {
    control_block control;
    memset(&control, 0, sizeof control);
    char mark = descriptor_mark;
    struct iovec data = {.iov_base = &mark, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof passed);
    memcpy(CMSG_DATA(header), &passed, sizeof passed);
    ssize_t sent;
    do {
        sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == 1 ? BLASPOOL_OK : blaspool_channel_fail("sendmsg", fd, errno);
}

blaspool_status blaspool_channel_receive_fd(int fd, int *passed) {
    control_block control;
    char mark = 0;
    struct iovec data = {.iov_base = &mark, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t got;
    do {
        got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return blaspool_channel_fail("recvmsg", fd, errno);
    }
    if (got == 0) {
        return blaspool_fail(BLASPOOL_CLOSED, 0, "peer of the channel has gone: fd=%d, expected a descriptor", fd);
    }
    int received = -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof received)) {
        memcpy(&received, CMSG_DATA(header), sizeof received);
    }
    if (received < 0 || mark != descriptor_mark) {
        if (received >= 0) {
            (void)close(received);
        }
        return blaspool_fail(
            BLASPOOL_SYSTEM, EPROTO, "peer sent no descriptor: fd=%d byte=%d, expected %d with one descriptor", fd,
            mark, descriptor_mark);
    }
    *passed = received;
    return BLASPOOL_OK;
}
