/* Programs and child processes that a test runs. */
#ifndef BLASPOOL_TEST_CHILD_H
#define BLASPOOL_TEST_CHILD_H

#include "expect_value.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct program_result {
    int exit_code; /* 128 + signal where one ended it */
    char output[8192];
    char errors[8192];
} program_result;

/* First in a child that has expectations of its own: its exit code is to tell of those alone. */
static inline void child_begin(void) { atomic_store(&expect_failures, 0); }

static inline int child_exit_code(pid_t pid) {
    int status = 0;
    REQUIRE(waitpid(pid, &status, 0) == pid);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* What is in the file so far, as a string; the file is closed. */
static inline void child_read_back(int fd, char *text, size_t capacity) {
    ssize_t bytes = pread(fd, text, capacity - 1, 0);
    REQUIRE(bytes >= 0);
    text[bytes] = '\0';
    (void)close(fd);
}

static inline int child_scratch_file(void) {
    FILE *file = tmpfile();
    REQUIRE(file != NULL);
    int fd = dup(fileno(file));
    (void)fclose(file);
    REQUIRE(fd >= 0);
    return fd;
}

/* Runs argv[0] (a path) to its end. */
static inline program_result child_run(char *const argv[]) {
    program_result result;
    int output = child_scratch_file(), errors = child_scratch_file();
    pid_t pid = fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        if (dup2(output, 1) == 1 && dup2(errors, 2) == 2) {
            execv(argv[0], argv);
        }
        _exit(99);
    }
    result.exit_code = child_exit_code(pid);
    child_read_back(output, result.output, sizeof result.output);
    child_read_back(errors, result.errors, sizeof result.errors);
    return result;
}

#endif
