/* Expectations of values: a failure shows what was had. */
#ifndef BLASPOOL_TEST_EXPECT_VALUE_H
#define BLASPOOL_TEST_EXPECT_VALUE_H

#include "expect.h"

static inline void expect_equal(const char *file, int line, const char *what, long long had, long long expected) {
    if (had != expected) {
        atomic_fetch_add(&expect_failures, 1);
        fprintf(
            stderr, "%s:%d: %s is %lld, expected %lld (last error: %s)\n", file, line, what, had, expected,
            blaspool_last_error());
    }
}

static inline void expect_text(const char *file, int line, const char *what, const char *had, const char *expected) {
    if (strcmp(had, expected) != 0) {
        atomic_fetch_add(&expect_failures, 1);
        fprintf(stderr, "%s:%d: %s is \"%s\", expected \"%s\"\n", file, line, what, had, expected);
    }
}

static inline void
expect_contains(const char *file, int line, const char *what, const char *had, const char *expected) {
    if (strstr(had, expected) == NULL) {
        atomic_fetch_add(&expect_failures, 1);
        fprintf(stderr, "%s:%d: %s is \"%s\", expected \"%s\" in it\n", file, line, what, had, expected);
    }
}

#define EXPECT_EQUAL(had, expected) expect_equal(__FILE__, __LINE__, #had, (long long)(had), (long long)(expected))
#define EXPECT_TEXT(had, expected) expect_text(__FILE__, __LINE__, #had, had, expected)
#define EXPECT_CONTAINS(had, expected) expect_contains(__FILE__, __LINE__, #had, had, expected)
#define EXPECT_OK(call) expect_equal(__FILE__, __LINE__, #call, (long long)(call), BLASPOOL_OK)

#endif
