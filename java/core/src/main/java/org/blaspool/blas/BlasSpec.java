package org.blaspool.blas;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.unpack.LibraryCache;

/**
 * Which BLAS to use, as it is written after {@code --blas}: {@code bundled}, {@code system}, {@code jblas},
 * {@code netlib}, or a library with a C interface to BLAS by its path. What has a slash is a path; a name such as
 * {@code libblis.so.4} is looked for where the dynamic linker looks. Nothing is loaded before {@link #open()}.
 *
 * @param text what was written
 */
public record BlasSpec(String text) {
    /** The OpenBLAS that comes with blaspool. */
    public static final BlasSpec BUNDLED = new BlasSpec("bundled");

    /**
     * Checks what was written, not whether it is there.
     *
     * @throws InvalidInputException where it is neither a known name nor a path
     */
    public BlasSpec {
        if (BlasKind.named(text).isEmpty() && !isPath(text)) {
            throw new InvalidInputException("unknown BLAS: blas=" + text + ", allowed " + BlasKind.names()
                    + " or the path of a CBLAS library (--blas)");
        }
    }

    /** Reads one, without the blanks around it. */
    public static BlasSpec parse(String text) {
        return new BlasSpec(text.strip());
    }

    /** Reads a list separated by commas. */
    public static List<BlasSpec> parseList(String text) {
        return Arrays.stream(text.split(",", -1)).map(BlasSpec::parse).toList();
    }

    private static boolean isPath(String text) {
        return text.indexOf('/') >= 0 || Pattern.matches("[^,\\s]+\\.so(\\.[0-9]+)*", text);
    }

    /**
     * Loads it. Set its environment and the CPU mask before: threads of its own start here. A native library stays
     * loaded until the process ends.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where it is not there or cannot be loaded
     */
    public BlasLibrary open() {
        NativeLibrary.load();
        BlasLibrary opened = load();
        LoadedLibraries.noteLoading();
        return opened;
    }

    private BlasLibrary load() {
        // A path first: a worker gets one and starts faster where it need not load the kinds.
        if (text.indexOf('/') >= 0) {
            return CblasLibrary.open(text);
        }
        Optional<BlasKind> kind = BlasKind.named(text);
        return kind.isPresent() ? kind.get().open() : CblasLibrary.open(text);
    }

    /**
     * The same for another process of this machine, which then need not look for it: the bundled library by the path at
     * which it was found whole or unpacked. Loads nothing here.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the bundled library cannot be had
     */
    public BlasSpec located() {
        return text.equals(BUNDLED.text)
                ? new BlasSpec(LibraryCache.bundledOpenBlas().toAbsolutePath().toString())
                : this;
    }

    /** Whether it takes matrices where they are; the others have them copied into arrays of Java's heap. */
    public boolean isCLibrary() {
        Optional<BlasKind> kind = BlasKind.named(text);
        return kind.isEmpty() || kind.get().isCLibrary();
    }

    @Override
    public String toString() {
        return text;
    }
}
