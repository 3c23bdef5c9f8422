package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void shouldSayThatNativesAreToBeBuiltWhereTheCLibraryIsOlder() {
        Failure failure = Failure.of(
                new ExceptionInInitializerError(new UnsatisfiedLinkError("/c/libblaspool_jni.so: /lib/libc.so.6:"
                        + " version `GLIBC_2.32' not found (required by /c/libblaspool_jni.so)")),
                false);

        assertThat(failure.status()).isEqualTo(3);
        assertThat(failure.line(false))
                .startsWith("native library cannot be loaded: /c/libblaspool_jni.so: ")
                .contains("run ./blaspool in a source tree")
                .contains("--blas system");
    }

    @Test
    void shouldTellOfALimitOfThreadsWhicheverThreadMetIt() {
        Throwable error = new OutOfMemoryError("unable to create native thread: possibly out of memory");
        for (int depth = 0; depth < 3; depth++) {
            Failure failure = Failure.of(error, false);

            assertThat(failure.status()).isEqualTo(3);
            assertThat(failure.line(false))
                    .startsWith("threads cannot be started: ")
                    .doesNotContain("-Xmx");
            error = new IllegalStateException(error);
        }
    }

    @Test
    void shouldNotGuessWhyAnotherLibraryIsRefused() {
        Failure failure = Failure.of(new UnsatisfiedLinkError("/c/libx.so: wrong ELF class: ELFCLASS32"), false);

        assertThat(failure.status()).isEqualTo(3);
        assertThat(failure.line(false))
                .isEqualTo("native library cannot be loaded: /c/libx.so: wrong ELF class: ELFCLASS32");
    }
}
