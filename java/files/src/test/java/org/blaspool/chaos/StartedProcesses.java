package org.blaspool.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processes that this JVM has started and that live. Readers of HDF5 files are none of them: they serve the tests of
 * files, and end half a minute after the last of these.
 */
public final class StartedProcesses {
    private StartedProcesses() {}

    /** All of them, with their own. */
    public static List<ProcessHandle> all() {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> each.isAlive() && !commandLine(each).contains("blaspool-hdf5"))
                .toList();
    }

    /** Those that this JVM started itself whose command line contains this. */
    static List<ProcessHandle> running(String main) {
        return ProcessHandle.current()
                .children()
                .filter(each -> commandLine(each).contains(main))
                .toList();
    }

    /** Program and arguments; nothing of one that has ended. */
    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
