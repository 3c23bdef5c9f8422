package org.blaspool.unpack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.error.ResourceUnavailableException;

/**
 * The C library that this JVM runs on, by the name of its file in {@code /proc/self/maps}: up to 2.33 glibc carries its
 * version there ({@code libc-2.28.so}), since 2.34 it is plainly {@code libc.so.6}, and musl has its loader's name.
 */
record CLibrary(String name) {
    private static final Pattern VERSIONED_GLIBC = Pattern.compile("/libc-2\\.(\\d+)\\.so$");
    private static final Pattern MUSL = Pattern.compile("/(ld-musl-[^/]*|libc\\.musl-[^/]*)$");

    private static final String NEW_ENOUGH = "";

    static CLibrary current() {
        return of(Path.of("/proc/self/maps"));
    }

    /** Where the maps cannot be read nothing is known to be wrong, and the loader's own error will have to do. */
    static CLibrary of(Path maps) {
        try {
            for (String line : Files.readAllLines(maps)) {
                Matcher glibc = VERSIONED_GLIBC.matcher(line);
                if (glibc.find() && Integer.parseInt(glibc.group(1)) < 34) {
                    return new CLibrary("glibc 2." + glibc.group(1));
                }
                if (MUSL.matcher(line).find()) {
                    return new CLibrary("musl");
                }
            }
        } catch (IOException unreadable) {
            return new CLibrary(NEW_ENOUGH);
        }
        return new CLibrary(NEW_ENOUGH);
    }

    void requireForBundledBlas() {
        if (!name.equals(NEW_ENOUGH)) {
            throw new ResourceUnavailableException("the bundled BLAS needs a newer C library: found=" + name
                    + ", expected glibc 2.34 or later; take a BLAS of this system by --blas system or --blas PATH, with a blaspool"
                    + " that was built here (./blaspool in a source tree)");
        }
    }
}
