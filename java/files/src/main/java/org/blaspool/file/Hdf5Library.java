package org.blaspool.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.unpack.LibraryCache;

/** Where libhdf5 may be: in a jar beside blaspool's own, or on this system. */
final class Hdf5Library {
    /** Environment variable that names another library, by its path or by a name that the dynamic linker finds. */
    static final String VARIABLE = "BLASPOOL_HDF5";

    /** Of versions 1.14, 1.12 and 1.10; Debian and its kin add that it is the one without MPI. */
    private static final List<String> NAMES = List.of(
            "libhdf5.so.310",
            "libhdf5.so.200",
            "libhdf5.so.103",
            "libhdf5_serial.so.310",
            "libhdf5_serial.so.200",
            "libhdf5_serial.so.103");

    private Hdf5Library() {}

    /** Paths and names, of which the first that can be loaded is taken. */
    static List<String> candidates() {
        String chosen = System.getenv(VARIABLE);
        if (chosen != null && !chosen.isEmpty()) {
            return List.of(
                    chosen.contains("/") ? Path.of(chosen).toAbsolutePath().toString() : chosen);
        }
        List<String> candidates = new ArrayList<>();
        LibraryCache.bundledHdf5().ifPresent(path -> candidates.add(path.toString()));
        candidates.addAll(NAMES);
        return candidates;
    }

    /** What is said where none of them can be loaded. */
    static ResourceUnavailableException missing(List<String> candidates, String reasons) {
        return new ResourceUnavailableException("there is no HDF5 library: tried=" + String.join(", ", candidates)
                + " reasons=" + reasons + "; install one (apt-get install libhdf5-dev, or dnf install hdf5, or zypper"
                + " install hdf5), or put org.bytedeco:hdf5 with the classifier linux-x86_64 on the class path");
    }
}
