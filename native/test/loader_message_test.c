/* Which refusals of the dynamic linker mean that the C library is too old. */
#include "blas/loader_message.h"

#include "expect.h"

static const char *missing(const char *message) {
    static char version[16];
    version[0] = '\0';
    return blaspool_missing_glibc(message, version, sizeof version) ? version : "";
}

static void should_name_the_version_that_is_missing(void) {
    EXPECT(
        strcmp(missing("/lib64/libc.so.6: version `GLIBC_2.34' not found (required by /a/libopenblas.so.0)"), "2.34") ==
        0);
    EXPECT(
        strcmp(missing("/lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.2.5' not found (required by x)"), "2.2.5") ==
        0);
    EXPECT(strcmp(missing("version `GLIBC_2.38' not found"), "2.38") == 0);
}

static void should_take_other_refusals_for_what_they_are(void) {
    EXPECT(strcmp(missing(NULL), "") == 0);
    EXPECT(strcmp(missing(""), "") == 0);
    EXPECT(strcmp(missing("libblis.so.4: cannot open shared object file: No such file or directory"), "") == 0);
    EXPECT(strcmp(missing("/a/GLIBC_2.34/libopenblas.so.0: file too short"), "") == 0);
    EXPECT(strcmp(missing("/lib/libgfortran.so.5: version `GFORTRAN_10' not found (required by x)"), "") == 0);
    EXPECT(strcmp(missing("/lib/libc.so.6: version `GLIBC_PRIVATE' not found (required by x)"), "") == 0);
    EXPECT(strcmp(missing("/lib/libc.so.6: version `GLIBC_"), "") == 0);
    EXPECT(strcmp(missing("/lib/libc.so.6: version `GLIBC_2.34"), "") == 0);
    EXPECT(strcmp(missing("version `GLIBC_2.3400000000000000000000000' not found"), "") == 0);
}

int main(void) {
    should_name_the_version_that_is_missing();
    should_take_other_refusals_for_what_they_are();
    return expect_exit_code();
}
