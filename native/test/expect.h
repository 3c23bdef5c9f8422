/* Expectations of the C tests: each prints where and what, and the program's exit code says whether any failed. */
#ifndef BLASPOOL_TEST_EXPECT_H
#define BLASPOOL_TEST_EXPECT_H

#include <blaspool/status.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CTest's SKIP_RETURN_CODE of these tests. */
#define EXIT_SKIPPED 77

static atomic_int expect_failures;

static inline void expect_failed(const char *file, int line, const char *what) {
    atomic_fetch_add(&expect_failures, 1);
    fprintf(stderr, "%s:%d: not so: %s (last error: %s)\n", file, line, what, blaspool_last_error());
}

#define EXPECT(condition) ((condition) ? (void)0 : expect_failed(__FILE__, __LINE__, #condition))

/* For what the rest of the test cannot do without. */
#define REQUIRE(condition) ((condition) ? (void)0 : (expect_failed(__FILE__, __LINE__, #condition), exit(EXIT_FAILURE)))

static inline void
expect_refusal(const char *file, int line, blaspool_status expected, const char *message, blaspool_status status) {
    if (status != expected || strstr(blaspool_last_error(), message) == NULL) {
        atomic_fetch_add(&expect_failures, 1);
        fprintf(
            stderr, "%s:%d: status %d, expected %d with \"%s\", was \"%s\"\n", file, line, (int)status, (int)expected,
            message, blaspool_last_error());
    }
}

/* The call fails with this status and a message that contains `message`. */
#define EXPECT_REFUSED(expected, message, call) expect_refusal(__FILE__, __LINE__, expected, message, call)

static inline int expect_exit_code(void) { return atomic_load(&expect_failures) == 0 ? EXIT_SUCCESS : EXIT_FAILURE; }

#endif
