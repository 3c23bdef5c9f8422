package org.blaspool.cli.command.info;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The version of the C library, as getconf tells it: {@code glibc 2.36}. */
final class CLibraryVersion {
    private CLibraryVersion() {}

    static String read() {
        try {
            Process getconf = new ProcessBuilder("getconf", "GNU_LIBC_VERSION")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return getconf.waitFor(1, TimeUnit.SECONDS) && !answer.isEmpty() ? answer : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
