package org.blaspool.netlib;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasProvider;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.unpack.LibraryCache;
import org.jblas.NativeBlas;
import org.jblas.util.LibraryLoader;
import org.jblas.util.Logger;

/**
 * jblas's dgemm. Its native part is an OpenBLAS without threads and without locks: two calls at once give wrong
 * results, so all calls of the process queue on one lock.
 */
public final class JblasBlas extends HeapBlas {
    /** Found where its kind is asked for. */
    public static final class Provider implements BlasProvider {
        @Override
        public String kind() {
            return "jblas";
        }

        @Override
        public BlasLibrary open() {
            return JblasBlas.open();
        }
    }

    private static final String COORDINATES = "org.jblas:jblas:1.2.5";
    private static final String DESCRIPTION = "/META-INF/maven/org.jblas/jblas/pom.properties";
    private static final Object ONE_CALL_AT_A_TIME = new Object();

    private JblasBlas(BlasInfo info) {
        super(info);
    }

    /**
     * Loads jblas and its native library, which it unpacks into {@code java.io.tmpdir}; nothing is left there.
     *
     * @throws ResourceUnavailableException where its jar is not on the class path or its library cannot be loaded
     */
    static BlasLibrary open() {
        try {
            Logger.getLogger().setLevel(Logger.ERROR + 1);
        } catch (NoClassDefFoundError absent) {
            throw absent("jblas", COORDINATES, absent);
        }
        JblasBlas blas = new JblasBlas(new BlasInfo(
                "jblas",
                NativeBlas.class.getName(),
                version(),
                "calls queue on one lock; matrices are copied through the Java heap",
                "",
                "sequential",
                1,
                false,
                false));
        loadFortranRuntime();
        try {
            blas.requireNatives();
        } finally {
            UnpackedJblas.remove();
        }
        return blas;
    }

    /** jblas's library needs libgfortran.so.5, which many machines lack; the bundled OpenBLAS brings one along. */
    private static void loadFortranRuntime() {
        try {
            LibraryCache.loadCompanions(LibraryCache.bundledOpenBlas());
        } catch (ResourceUnavailableException noneBundled) {
            // Then the machine's own has to do; if there is none, requireNatives says so.
        }
    }

    /** jblas swallows the reason why its library was not loaded; loading it once more brings the reason up. */
    private void requireNatives() {
        try {
            tryOut();
        } catch (LinkageError refused) {
            throw new ResourceUnavailableException(
                    "jblas cannot load its native library: " + reason(refused) + " java.io.tmpdir="
                            + System.getProperty("java.io.tmpdir")
                            + ", expected a directory that can be written and executed in (-Djava.io.tmpdir=DIR) and"
                            + " libgfortran.so.5 (apt-get install libgfortran5); or use --blas bundled",
                    refused);
        }
    }

    private static String reason(LinkageError swallowed) {
        try {
            new LibraryLoader().loadLibrary("jblas", true);
            return swallowed.getMessage();
        } catch (LinkageError | RuntimeException again) {
            return String.valueOf(again.getMessage());
        }
    }

    private static String version() {
        try (InputStream stream = NativeBlas.class.getResourceAsStream(DESCRIPTION)) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "");
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    void dgemm(HeapCall call) {
        char transA = call.transposeA ? 'T' : 'N';
        char transB = call.transposeB ? 'T' : 'N';
        synchronized (ONE_CALL_AT_A_TIME) {
            NativeBlas.dgemm(
                    transA,
                    transB,
                    call.m,
                    call.n,
                    call.k,
                    call.alpha,
                    call.a,
                    0,
                    call.lda,
                    call.b,
                    0,
                    call.ldb,
                    call.beta,
                    call.c,
                    0,
                    call.ldc);
        }
    }

    /**
     * What jblas unpacks: 29 MB in a directory under {@code java.io.tmpdir}, which it would delete when the JVM ends by
     * itself. Workers never do, and a JVM may be killed. Linux keeps files that are mapped for as long as they are, so that
     * their names can go as soon as they are loaded. The empty directory stays for jblas's shutdown hook, which fails aloud
     * without it, where that will run.
     */
    private static final class UnpackedJblas {
        private static final Path MAPPED = Path.of("/proc/self/maps");
        private static final Pattern LIBRARY = Pattern.compile("\\s(/.*/jblas[0-9]+)/libjblas\\.so$");

        private UnpackedJblas() {}

        /** Removes what this JVM's library was loaded from; leaves alone a library of the system's. */
        static void remove() {
            try {
                for (String line : Files.readAllLines(MAPPED)) {
                    Matcher library = LIBRARY.matcher(line);
                    if (library.find()) {
                        remove(Path.of(library.group(1)));
                        return;
                    }
                }
            } catch (IOException e) {
                // Then jblas deletes it at exit, as far as the JVM gets there.
            }
        }

        private static void remove(Path directory) throws IOException {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            if (Boolean.getBoolean(BlasProvider.NO_HOOKS_PROPERTY)) {
                Files.deleteIfExists(directory);
            }
        }
    }
}
