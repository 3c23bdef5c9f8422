package org.blaspool.unpack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.error.ResourceUnavailableException;

/**
 * The private cache of unpacked native files: {@code $BLASPOOL_CACHE}, else {@code $XDG_CACHE_HOME/blaspool}, else
 * {@code ~/.cache/blaspool}, else the scratch directory. In it lies {@code native} ({@link NativeFileCache}), and beside that
 * {@code archive}, with the class data archives of worker JVMs ({@link ArchiveCache}). Thread- and process-safe.
 */
public final class LibraryCache {
    /** System property that names the cache directory, before the environment's {@code BLASPOOL_CACHE}. */
    public static final String DIRECTORY_PROPERTY = "blaspool.cache";

    /**
     * What the bundled library needs beyond the C library, in the order of loading; libquadmath is not there on Arm.
     * libgcc_s is left out: every glibc system has it, and the jar's copy would need glibc 2.35.
     */
    private static final List<String> COMPANIONS = List.of("libquadmath.so.0", "libgfortran.so.5");

    private static final String OPENBLAS = "libopenblas.so.0";

    private static final String HDF5 = "libhdf5.so.310";

    /**
     * The name that the unpacked copy has for the dynamic linker, of the same length: a process may load the system's
     * {@code libopenblas.so.0} too, or what is built on it, in either order.
     */
    static final String OPENBLAS_SHARED_OBJECT_NAME = "libbundblas.so.0";

    private static final Pattern VERSIONED_GLIBC = Pattern.compile("/libc-2\\.(\\d+)\\.so$");
    private static final Pattern MUSL = Pattern.compile("/(ld-musl-[^/]*|libc\\.musl-[^/]*)$");

    /** What this process has found whole or unpacked: looked at once, and said once where it had to be mended. */
    private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

    /** How the JVM refuses a native file that another class loader has loaded. */
    public static final String LOADED_BY_ANOTHER = "already loaded in another classloader";

    private LibraryCache() {}

    /** This machine's instruction set, as the kernel names it and as the bytedeco jars do. */
    record Architecture(String kernelName, String bytedecoName) {
        static Architecture of(String javaName) {
            return switch (javaName) {
                case "amd64", "x86_64" -> new Architecture("x86_64", "x86_64");
                case "aarch64", "arm64" -> new Architecture("aarch64", "arm64");
                default -> new Architecture(javaName, javaName);
            };
        }
    }

    private static final Architecture MACHINE = Architecture.of(System.getProperty("os.arch"));

    /**
     * One of blaspool's own native files, from the resource {@code org/blaspool/native/linux-<arch>/<fileName>}.
     *
     * @throws ResourceUnavailableException where there is none for this machine, or no place to put it
     */
    public static Path own(String fileName) {
        String directory = "org/blaspool/native/linux-" + MACHINE.kernelName();
        String resource = directory + "/" + fileName;
        return unpacked(
                "blaspool",
                resource,
                () -> List.of(PackedFile.find(directory, fileName)
                        .orElseThrow(() ->
                                new ResourceUnavailableException("blaspool has no native file for this machine: file="
                                        + fileName + " arch=" + MACHINE.kernelName() + ", expected the resource "
                                        + resource
                                        + " on the class path (org.blaspool:blaspool with the classifier linux-"
                                        + MACHINE.kernelName()
                                        + "); or name a directory with -Dblaspool.native.directory"))));
    }

    /**
     * The bundled {@code libopenblas.so.0}, with the libraries that it needs beside it; call {@link #loadCompanions}
     * in each process before it is opened.
     *
     * @throws ResourceUnavailableException where there is none for this machine, the C library is older than glibc
     *     2.34, or there is no place to put it
     */
    public static Path bundledOpenBlas() {
        requireNewCLibrary(Path.of("/proc/self/maps"));
        String directory = "org/bytedeco/openblas/linux-" + MACHINE.bytedecoName();
        String resource = directory + "/" + OPENBLAS;
        return unpacked("openblas", resource, () -> {
            List<PackedFile> files = new ArrayList<>();
            files.add(PackedFile.find(directory, OPENBLAS)
                    .orElseThrow(() -> new ResourceUnavailableException(
                            "there is no bundled BLAS for this machine: arch=" + MACHINE.kernelName()
                                    + ", expected the resource " + resource
                                    + " (org.bytedeco:openblas) on the class path; see --blas system or --blas PATH"))
                    .named(OPENBLAS_SHARED_OBJECT_NAME));
            COMPANIONS.forEach(name -> PackedFile.find(directory, name).ifPresent(files::add));
            return files;
        });
    }

    /**
     * Refuses a C library that is too old for the bundled BLAS, by the name of its file in {@code /proc/self/maps}: up to
     * 2.33 glibc carries its version there ({@code libc-2.28.so}), since 2.34 it is plainly {@code libc.so.6}, and musl has
     * its loader's name. Where the maps cannot be read the loader's own error will have to do.
     */
    static void requireNewCLibrary(Path maps) {
        List<String> lines;
        try {
            lines = Files.readAllLines(maps);
        } catch (IOException unreadable) {
            return;
        }
        for (String line : lines) {
            Matcher glibc = VERSIONED_GLIBC.matcher(line);
            boolean old = glibc.find() && Integer.parseInt(glibc.group(1)) < 34;
            if (old || MUSL.matcher(line).find()) {
                throw new ResourceUnavailableException("the bundled BLAS needs a newer C library: found="
                        + (old ? "glibc 2." + glibc.group(1) : "musl")
                        + ", expected glibc 2.34 or later; take a BLAS of this system by --blas system or --blas PATH,"
                        + " with a blaspool that was built here (./blaspool in a source tree)");
            }
        }
    }

    /**
     * The {@code libhdf5.so.310} of a jar on the class path; empty where there is none for this machine.
     *
     * @throws ResourceUnavailableException where there is no place to put it
     */
    public static Optional<Path> bundledHdf5() {
        String directory = "org/bytedeco/hdf5/linux-" + MACHINE.bytedecoName();
        return PackedFile.find(directory, HDF5).map(file -> unpacked("hdf5", directory, () -> List.of(file)));
    }

    /**
     * Loads what lies beside an unpacked library and is needed by it, so that opening the library finds it loaded: its
     * run path leads to libgfortran, but libgfortran has none that leads to libquadmath, which a system without a
     * compiler lacks. Does nothing for a library that has no such neighbours, or for a mere name, which the loader
     * looks up elsewhere than in the working directory.
     *
     * @throws ResourceUnavailableException where a neighbour cannot be loaded
     */
    public static void loadCompanions(Path library) {
        if (library.getParent() == null) {
            return;
        }
        for (String name : COMPANIONS) {
            Path companion = library.toAbsolutePath().resolveSibling(name);
            if (Files.exists(companion)) {
                try {
                    System.load(companion.toString());
                } catch (UnsatisfiedLinkError refused) {
                    if (String.valueOf(refused.getMessage()).contains(LOADED_BY_ANOTHER)) {
                        // It is in this process, and that is all that opening the library needs.
                        continue;
                    }
                    throw new ResourceUnavailableException(
                            "library cannot be loaded: path=" + companion + ": " + refused.getMessage()
                                    + "; see --blas system or --blas PATH",
                            refused);
                }
            }
        }
    }

    /** The path of the first of the files, which are looked for once. */
    private static Path unpacked(String bundle, String what, Supplier<List<PackedFile>> packed) {
        List<Path> locations = locations(System.getProperty(DIRECTORY_PROPERTY), System.getenv());
        return FOUND.computeIfAbsent(what + " in " + locations, absent -> {
            List<PackedFile> files = packed.get();
            return new NativeFileCache(locations, PrivateDirectory.ofThisUser())
                    .unpack(bundle, files)
                    .resolve(files.get(0).name());
        });
    }

    /**
     * Where the cache may be, the first choice first. A directory that was named by property or {@code BLASPOOL_CACHE} is the
     * only candidate. Otherwise the XDG cache directory, and behind it scratch directories that the environment names. The
     * temporary directory is guessed for users without a home alone, as containers have them: with the root directory for
     * one, or none at all.
     *
     * @param property the value of the system property, or null
     */
    static List<Path> locations(String property, Map<String, String> environment) {
        String named = property != null ? property : environment.getOrDefault("BLASPOOL_CACHE", "");
        if (!named.isBlank()) {
            return List.of(Path.of(named).toAbsolutePath().normalize());
        }
        Set<Path> candidates = new LinkedHashSet<>();
        // The XDG specification has relative paths ignored.
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        if (xdg.startsWith("/")) {
            candidates.add(Path.of(xdg, "blaspool").normalize());
        } else if (home.startsWith("/")) {
            candidates.add(Path.of(home, ".cache", "blaspool").normalize());
        }
        // Scratch may be everybody's: a directory of one's own keeps two users apart. Not all have names.
        String own = "blaspool-cache-" + PrivateDirectory.ofThisUser().uid();
        for (String variable : List.of("BLASPOOL_SCRATCH", "SLURM_TMPDIR", "TMPDIR")) {
            String scratch = environment.getOrDefault(variable, "");
            if (scratch.startsWith("/")) {
                candidates.add(Path.of(scratch, own).normalize());
            }
        }
        if (!xdg.startsWith("/") && (home.equals("/") || !home.startsWith("/"))) {
            candidates.add(Path.of(System.getProperty("java.io.tmpdir"), own).normalize());
        }
        return List.copyOf(candidates);
    }
}
