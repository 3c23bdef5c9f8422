#include "child.h"

#include <blaspool/channel.h>
#include <blaspool/memory.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define MIB (UINT64_C(1) << 20)

static char directory[] = "/tmp/blaspool-channel-XXXXXX", path[64];

typedef struct pair {
    int near, far;
} pair;

static pair connect_pair(int buffer_bytes) {
    pair made;
    int listener, pid = 0;
    REQUIRE(blaspool_channel_listen(path, 4, &listener) == BLASPOOL_OK);
    REQUIRE(blaspool_channel_connect(path, buffer_bytes, &made.far) == BLASPOOL_OK);
    REQUIRE(blaspool_channel_accept(listener, 1000, buffer_bytes, &made.near, &pid) == BLASPOOL_OK);
    EXPECT_EQUAL(pid, getpid());
    blaspool_channel_close(listener);
    REQUIRE(unlink(path) == 0);
    return made;
}

static void close_pair(pair closed) {
    blaspool_channel_close(closed.near);
    blaspool_channel_close(closed.far);
}

static void fill(unsigned char *data, uint64_t bytes, unsigned seed) {
    for (uint64_t i = 0; i < bytes; i++) {
        data[i] = (unsigned char)((i * 2654435761u + seed) >> 11);
    }
}

typedef struct transfer {
    int fd;
    unsigned char *data;
    uint64_t bytes;
    blaspool_status status;
} transfer;

static void *send_all(void *argument) {
    transfer *of = argument;
    of->status = blaspool_channel_send(of->fd, of->data, of->bytes);
    return NULL;
}

static void *receive_all(void *argument) {
    transfer *of = argument;
    of->status = blaspool_channel_receive(of->fd, of->data, of->bytes);
    return NULL;
}

/* Four threads: each end sends and receives at the same time. */
static void should_carry_large_buffers_both_ways_at_once(void) {
    const uint64_t bytes = 48 * MIB + 13;
    pair ends = connect_pair(1 << 20);
    unsigned char *data[4];
    for (int i = 0; i < 4; i++) {
        data[i] = calloc(1, bytes);
        REQUIRE(data[i] != NULL);
    }
    fill(data[0], bytes, 1);
    fill(data[1], bytes, 2);
    transfer transfers[] = {
        {ends.near, data[0], bytes, BLASPOOL_SYSTEM},
        {ends.far, data[1], bytes, BLASPOOL_SYSTEM},
        {ends.far, data[2], bytes, BLASPOOL_SYSTEM},
        {ends.near, data[3], bytes, BLASPOOL_SYSTEM},
    };
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        REQUIRE(pthread_create(&threads[i], NULL, i < 2 ? send_all : receive_all, &transfers[i]) == 0);
    }
    for (int i = 0; i < 4; i++) {
        (void)pthread_join(threads[i], NULL);
        EXPECT_EQUAL(transfers[i].status, BLASPOOL_OK);
    }
    EXPECT(memcmp(data[0], data[2], bytes) == 0);
    EXPECT(memcmp(data[1], data[3], bytes) == 0);
    for (int i = 0; i < 4; i++) {
        free(data[i]);
    }
    close_pair(ends);
}

static void should_receive_what_there_is(void) {
    pair ends = connect_pair(0);
    char data[16];
    uint64_t received = 0;
    EXPECT_OK(blaspool_channel_send(ends.near, "hello", 5));
    EXPECT_OK(blaspool_channel_send(ends.near, data, 0));
    EXPECT_OK(blaspool_channel_receive_some(ends.far, data, sizeof data, &received));
    EXPECT_EQUAL(received, 5);
    EXPECT(memcmp(data, "hello", 5) == 0);
    EXPECT_REFUSED(BLASPOOL_INVALID, "capacity=0", blaspool_channel_receive_some(ends.far, data, 0, &received));
    close_pair(ends);
}

static void should_pass_a_shared_region(void) {
    pair ends = connect_pair(0);
    blaspool_region region, attached;
    REQUIRE(blaspool_region_create(4 * MIB, BLASPOOL_REGION_SHARED, 1, 1, &region) == BLASPOOL_OK);
    ((unsigned char *)region.address)[3 * MIB] = 42;
    EXPECT_OK(blaspool_channel_send(ends.near, "x", 1));
    EXPECT_OK(blaspool_channel_send_fd(ends.near, region.fd));
    EXPECT_OK(blaspool_channel_send(ends.near, "y", 1));
    char byte;
    int fd = -1;
    EXPECT_OK(blaspool_channel_receive(ends.far, &byte, 1));
    EXPECT_EQUAL(byte, 'x');
    REQUIRE(blaspool_channel_receive_fd(ends.far, &fd) == BLASPOOL_OK);
    EXPECT(fd != region.fd && (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    EXPECT_OK(blaspool_channel_receive(ends.far, &byte, 1));
    EXPECT_EQUAL(byte, 'y');
    REQUIRE(blaspool_region_attach(fd, 4 * MIB, &attached) == BLASPOOL_OK);
    EXPECT_EQUAL(((unsigned char *)attached.address)[3 * MIB], 42);
    blaspool_region_release(&attached);
    blaspool_region_release(&region);
    close_pair(ends);
}

static void should_notice_data_where_a_descriptor_was_due(void) {
    pair ends = connect_pair(0);
    int fd = -1;
    EXPECT_OK(blaspool_channel_send(ends.near, "F", 1));
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "no descriptor", blaspool_channel_receive_fd(ends.far, &fd));
    EXPECT_EQUAL(blaspool_last_errno(), EPROTO);
    EXPECT_EQUAL(fd, -1);
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "sendmsg", blaspool_channel_send_fd(ends.near, 999));
    EXPECT_EQUAL(blaspool_last_errno(), EBADF);
    close_pair(ends);
}

/* A worker that is killed in the middle of a message: everything it had sent arrives, then the end. */
static void should_say_closed_when_the_peer_was_killed(void) {
    int listener, fd, pid = 0;
    REQUIRE(blaspool_channel_listen(path, 4, &listener) == BLASPOOL_OK);
    fflush(NULL);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int connected;
        if (blaspool_channel_connect(path, 0, &connected) == BLASPOOL_OK) {
            (void)blaspool_channel_send(connected, "abcdefg", 7);
            (void)kill(getpid(), SIGKILL);
        }
        _exit(99);
    }
    REQUIRE(blaspool_channel_accept(listener, 10000, 0, &fd, &pid) == BLASPOOL_OK);
    EXPECT_EQUAL(pid, child);
    EXPECT_EQUAL(child_exit_code(child), 128 + SIGKILL);
    char data[10];
    EXPECT_OK(blaspool_channel_wait(fd, 10000));
    EXPECT_REFUSED(BLASPOOL_CLOSED, "received=7", blaspool_channel_receive(fd, data, sizeof data));
    uint64_t received;
    int passed;
    EXPECT_REFUSED(BLASPOOL_CLOSED, "gone", blaspool_channel_wait(fd, 0));
    EXPECT_REFUSED(BLASPOOL_CLOSED, "gone", blaspool_channel_receive_some(fd, data, sizeof data, &received));
    EXPECT_REFUSED(BLASPOOL_CLOSED, "gone", blaspool_channel_receive_fd(fd, &passed));
    EXPECT_REFUSED(BLASPOOL_CLOSED, "send", blaspool_channel_send(fd, data, sizeof data)); /* and no SIGPIPE */
    EXPECT_REFUSED(BLASPOOL_CLOSED, "sendmsg", blaspool_channel_send_fd(fd, 0));
    blaspool_channel_close(fd);
    blaspool_channel_close(listener);
    REQUIRE(unlink(path) == 0);
}

static void should_time_out(void) {
    pair ends = connect_pair(0);
    int listener, fd = -1, pid;
    EXPECT_REFUSED(BLASPOOL_TIMEOUT, "timeout_millis=20", blaspool_channel_wait(ends.near, 20));
    EXPECT_REFUSED(BLASPOOL_TIMEOUT, "timeout_millis=0", blaspool_channel_wait(ends.near, 0));
    EXPECT_OK(blaspool_channel_send(ends.far, "x", 1));
    EXPECT_OK(blaspool_channel_wait(ends.near, -1));
    EXPECT_OK(blaspool_channel_wait(ends.near, 0)); /* waiting takes nothing out */
    close_pair(ends);
    REQUIRE(blaspool_channel_listen(path, 4, &listener) == BLASPOOL_OK);
    EXPECT_REFUSED(BLASPOOL_TIMEOUT, "timeout_millis=20", blaspool_channel_accept(listener, 20, 0, &fd, &pid));
    EXPECT_EQUAL(fd, -1);
    blaspool_channel_close(listener);
    REQUIRE(unlink(path) == 0);
}

static void *accept_one(void *argument) {
    transfer *of = argument;
    int fd, pid;
    of->status = blaspool_channel_accept(of->fd, -1, 0, &fd, &pid);
    return NULL;
}

static void should_wake_whoever_is_blocked_when_it_is_shut_down(void) {
    pair ends = connect_pair(0);
    unsigned char data[8];
    int listener;
    REQUIRE(blaspool_channel_listen(path, 4, &listener) == BLASPOOL_OK);
    transfer receiving = {ends.near, data, sizeof data, BLASPOOL_OK}, accepting = {.fd = listener};
    pthread_t receiver, acceptor;
    REQUIRE(pthread_create(&receiver, NULL, receive_all, &receiving) == 0);
    REQUIRE(pthread_create(&acceptor, NULL, accept_one, &accepting) == 0);
    (void)usleep(20000);
    blaspool_channel_shutdown(ends.near);
    blaspool_channel_shutdown(listener);
    (void)pthread_join(receiver, NULL);
    (void)pthread_join(acceptor, NULL);
    EXPECT_EQUAL(receiving.status, BLASPOOL_CLOSED);
    EXPECT_EQUAL(accepting.status, BLASPOOL_CLOSED);
    blaspool_channel_close(listener);
    REQUIRE(unlink(path) == 0);
    close_pair(ends);
}

/* As scratch directories of batch systems may be. */
static void should_listen_below_a_long_path(void) {
    char deep[200], socket_path[256];
    int listener, near, far, pid = 0;
    (void)snprintf(deep, sizeof deep, "%s/%0150d", directory, 7);
    (void)snprintf(socket_path, sizeof socket_path, "%s/s1", deep);
    REQUIRE(mkdir(deep, 0700) == 0);
    REQUIRE(blaspool_channel_listen(socket_path, 4, &listener) == BLASPOOL_OK);
    REQUIRE(blaspool_channel_connect(socket_path, 0, &far) == BLASPOOL_OK);
    REQUIRE(blaspool_channel_accept(listener, 1000, 0, &near, &pid) == BLASPOOL_OK);
    close_pair((pair){near, far});
    blaspool_channel_close(listener);
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "call=connect", blaspool_channel_connect(socket_path, 0, &far));
    REQUIRE(unlink(socket_path) == 0 && rmdir(deep) == 0);
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "cannot be opened", blaspool_channel_connect(socket_path, 0, &far));
}

static void should_pair_two_ends_that_nobody_else_can_reach(void) {
    int ends[2], passed = -1;
    char data[8];
    EXPECT_OK(blaspool_channel_pair(1 << 20, ends));
    EXPECT((fcntl(ends[0], F_GETFD) & fcntl(ends[1], F_GETFD) & FD_CLOEXEC) != 0);
    pair handed = connect_pair(0);
    EXPECT_OK(blaspool_channel_send_fd(handed.near, ends[1]));
    blaspool_channel_close(ends[1]);
    EXPECT_OK(blaspool_channel_receive_fd(handed.far, &passed));
    EXPECT_OK(blaspool_channel_send(passed, "hello", 5));
    EXPECT_OK(blaspool_channel_receive(ends[0], data, 5));
    EXPECT(memcmp(data, "hello", 5) == 0);
    blaspool_channel_close(passed);
    EXPECT_REFUSED(BLASPOOL_CLOSED, "received=0", blaspool_channel_receive(ends[0], data, 1));
    blaspool_channel_close(ends[0]);
    close_pair(handed);
}

static void should_listen_in_a_private_directory_only(void) {
    struct stat file;
    int fd = -1;
    REQUIRE(blaspool_channel_listen(path, 4, &fd) == BLASPOOL_OK);
    REQUIRE(stat(path, &file) == 0);
    EXPECT_EQUAL(file.st_mode & 0777, 0600);
    EXPECT_EQUAL(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "call=bind", blaspool_channel_listen(path, 4, &fd));
    blaspool_channel_close(fd);
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "call=connect", blaspool_channel_connect(path, 0, &fd)); /* nobody listens */
    EXPECT_EQUAL(blaspool_last_errno(), ECONNREFUSED);
    REQUIRE(unlink(path) == 0);

    REQUIRE(chmod(directory, 0755) == 0);
    EXPECT_REFUSED(BLASPOOL_INVALID, "mode=755", blaspool_channel_listen(path, 4, &fd));
    REQUIRE(chmod(directory, 0700) == 0);
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "errno=2", blaspool_channel_listen("/nonexistent/socket", 4, &fd));
    EXPECT_REFUSED(BLASPOOL_INVALID, "length=0", blaspool_channel_connect("", 0, &fd));
    char long_path[200];
    memset(long_path, 'a', sizeof long_path - 1);
    memcpy(long_path, directory, strlen(directory));
    long_path[strlen(directory)] = '/';
    long_path[sizeof long_path - 1] = '\0';
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "length=199, expected a name of 1 to 107", blaspool_channel_listen(long_path, 4, &fd));
}

static void should_lend_memory_to_the_peer(void) {
    const uint64_t bytes = 24 * MIB + 13;
    pair ends = connect_pair(1 << 20);
    int lender[2];
    REQUIRE(blaspool_channel_lender(lender) == BLASPOOL_OK);
    unsigned char *lent = malloc(bytes), *received = calloc(1, bytes);
    REQUIRE(lent != NULL && received != NULL);
    for (unsigned round = 0; round < 3; round++) {
        fill(lent, bytes, round);
        transfer taking = {ends.far, received, bytes, BLASPOOL_SYSTEM};
        pthread_t thread;
        REQUIRE(pthread_create(&thread, NULL, receive_all, &taking) == 0);
        EXPECT_EQUAL(blaspool_channel_lend(ends.near, lender, lent, bytes), BLASPOOL_OK);
        REQUIRE(pthread_join(thread, NULL) == 0);
        EXPECT_EQUAL(taking.status, BLASPOOL_OK);
        EXPECT_EQUAL(memcmp(lent, received, bytes), 0);
    }
    free(lent);
    free(received);
    blaspool_channel_close(lender[0]);
    blaspool_channel_close(lender[1]);
    close_pair(ends);
}

static void should_count_what_the_peer_has_not_taken(void) {
    pair ends = connect_pair(1 << 20);
    int lender[2];
    REQUIRE(blaspool_channel_lender(lender) == BLASPOOL_OK);
    static unsigned char lent[100000], received[sizeof lent];
    fill(lent, sizeof lent, 5);
    uint64_t untaken = 1;
    EXPECT_EQUAL(blaspool_channel_untaken(ends.near, &untaken), BLASPOOL_OK);
    EXPECT_EQUAL(untaken, 0);
    EXPECT_EQUAL(blaspool_channel_lend(ends.near, lender, lent, sizeof lent), BLASPOOL_OK);
    EXPECT_EQUAL(blaspool_channel_untaken(ends.near, &untaken), BLASPOOL_OK);
    EXPECT(untaken >= sizeof lent);
    EXPECT_EQUAL(blaspool_channel_receive(ends.far, received, sizeof received), BLASPOOL_OK);
    EXPECT_EQUAL(blaspool_channel_untaken(ends.near, &untaken), BLASPOOL_OK);
    EXPECT_EQUAL(untaken, 0);
    EXPECT_EQUAL(memcmp(lent, received, sizeof lent), 0);
    blaspool_channel_close(lender[0]);
    blaspool_channel_close(lender[1]);
    close_pair(ends);
}

/* Without an own handler of SIGPIPE the test would die here. */
static void should_say_closed_when_it_lends_to_nobody(void) {
    pair ends = connect_pair(1 << 20);
    int lender[2];
    REQUIRE(blaspool_channel_lender(lender) == BLASPOOL_OK);
    static unsigned char lent[4096];
    blaspool_channel_close(ends.far);
    EXPECT_EQUAL(blaspool_channel_lend(ends.near, lender, lent, sizeof lent), BLASPOOL_CLOSED);
    sigset_t pending;
    REQUIRE(sigpending(&pending) == 0);
    EXPECT_EQUAL(sigismember(&pending, SIGPIPE), 0);
    blaspool_channel_close(lender[0]);
    blaspool_channel_close(lender[1]);
    blaspool_channel_close(ends.near);
}

int main(void) {
    REQUIRE(mkdtemp(directory) != NULL);
    (void)snprintf(path, sizeof path, "%s/s", directory);
    should_carry_large_buffers_both_ways_at_once();
    should_receive_what_there_is();
    should_pass_a_shared_region();
    should_notice_data_where_a_descriptor_was_due();
    should_say_closed_when_the_peer_was_killed();
    should_time_out();
    should_wake_whoever_is_blocked_when_it_is_shut_down();
    should_listen_below_a_long_path();
    should_pair_two_ends_that_nobody_else_can_reach();
    should_listen_in_a_private_directory_only();
    should_lend_memory_to_the_peer();
    should_count_what_the_peer_has_not_taken();
    should_say_closed_when_it_lends_to_nobody();
    EXPECT_EQUAL(rmdir(directory), 0);
    return expect_exit_code();
}
