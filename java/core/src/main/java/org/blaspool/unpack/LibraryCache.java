package org.blaspool.unpack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.blaspool.error.ResourceUnavailableException;

/**
 * The private cache of unpacked native files: {@code $BLASPOOL_CACHE}, else {@code $XDG_CACHE_HOME/blaspool}, else
 * {@code ~/.cache/blaspool}, else the scratch directory. Thread- and process-safe.
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

    /** What this process has found whole or unpacked: looked at once, and said once where it had to be mended. */
    private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

    /** How the JVM refuses a native file that another class loader has loaded. */
    public static final String LOADED_BY_ANOTHER = "already loaded in another classloader";

    private LibraryCache() {}

    /**
     * One of blaspool's own native files, from the resource {@code org/blaspool/native/linux-<arch>/<fileName>}.
     *
     * @throws ResourceUnavailableException where there is none for this machine, or no place to put it
     */
    public static Path own(String fileName) {
        String directory = "org/blaspool/native/linux-" + Architecture.current().kernelName();
        String resource = directory + "/" + fileName;
        CacheLocations locations = locations();
        return FOUND.computeIfAbsent(resource + " in " + locations.candidates(), absent -> {
            PackedFile file = PackedFile.find(directory, fileName)
                    .orElseThrow(() -> new ResourceUnavailableException(
                            "blaspool has no native file for this machine: file=" + fileName + " arch="
                                    + Architecture.current().kernelName() + ", expected the resource "
                                    + resource
                                    + " on the class path (org.blaspool:blaspool with the classifier linux-"
                                    + Architecture.current().kernelName()
                                    + "); or name a directory with -Dblaspool.native.directory"));
            return unpack("blaspool", List.of(file), locations);
        });
    }

    /**
     * The bundled {@code libopenblas.so.0}, with the libraries that it needs beside it; call {@link #loadCompanions}
     * in each process before it is opened.
     *
     * @throws ResourceUnavailableException where there is none for this machine, the C library is older than glibc
     *     2.34, or there is no place to put it
     */
    public static Path bundledOpenBlas() {
        CLibrary.current().requireForBundledBlas();
        String directory =
                "org/bytedeco/openblas/linux-" + Architecture.current().bytedecoName();
        String resource = directory + "/" + OPENBLAS;
        CacheLocations locations = locations();
        return FOUND.computeIfAbsent(resource + " in " + locations.candidates(), absent -> {
            List<PackedFile> files = new ArrayList<>();
            files.add(PackedFile.find(directory, OPENBLAS)
                    .orElseThrow(
                            () -> new ResourceUnavailableException("there is no bundled BLAS for this machine: arch="
                                    + Architecture.current().kernelName() + ", expected the resource "
                                    + resource
                                    + " (org.bytedeco:openblas) on the class path; see --blas system or --blas PATH"))
                    .named(OPENBLAS_SHARED_OBJECT_NAME));
            COMPANIONS.forEach(name -> PackedFile.find(directory, name).ifPresent(files::add));
            return unpack("openblas", files, locations);
        });
    }

    /**
     * The {@code libhdf5.so.310} of a jar on the class path; empty where there is none for this machine.
     *
     * @throws ResourceUnavailableException where there is no place to put it
     */
    public static Optional<Path> bundledHdf5() {
        String directory = "org/bytedeco/hdf5/linux-" + Architecture.current().bytedecoName();
        CacheLocations locations = locations();
        return PackedFile.find(directory, HDF5)
                .map(file -> FOUND.computeIfAbsent(
                        directory + " in " + locations.candidates(),
                        absent -> unpack("hdf5", List.of(file), locations)));
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

    /** The path of the first of the files. */
    private static Path unpack(String bundle, List<PackedFile> files, CacheLocations locations) {
        NativeFileCache cache = new NativeFileCache(locations, PrivateDirectory.ofThisUser());
        return cache.unpack(bundle, files).resolve(files.get(0).name());
    }

    private static CacheLocations locations() {
        return CacheLocations.of(System.getProperty(DIRECTORY_PROPERTY), System.getenv());
    }
}
