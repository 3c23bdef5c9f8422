package org.blaspool.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is mounted where. Immutable and thread-safe.
 *
 * @param mounts in the order in which they were mounted
 */
public record MountTable(List<Mount> mounts) {
    public MountTable {
        mounts = List.copyOf(mounts);
    }

    /** The table in {@code proc/self/mountinfo} below {@code root}; empty where that cannot be read. */
    public static MountTable read(Path root) {
        List<Mount> mounts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(root.resolve("proc/self/mountinfo"))) {
                parse(line).ifPresent(mounts::add);
            }
        } catch (IOException absent) {
            return new MountTable(List.of());
        }
        return new MountTable(mounts);
    }

    /** The mount that an absolute path without symbolic links is on. */
    public Optional<Mount> of(String path) {
        Mount found = null;
        for (Mount mount : mounts) {
            // Of two mounts at one point the later one covers the earlier.
            if (mount.holds(path)
                    && (found == null || mount.point().length() >= found.point().length())) {
                found = mount;
            }
        }
        return Optional.ofNullable(found);
    }

    private static Optional<Mount> parse(String line) {
        String[] fields = line.split(" ");
        int separator = Arrays.asList(fields).indexOf("-");
        if (separator < 6 || fields.length < separator + 4) {
            return Optional.empty();
        }
        return Optional.of(new Mount(
                unescape(fields[3]),
                unescape(fields[4]),
                set(fields[5]),
                fields[separator + 1],
                set(fields[separator + 3])));
    }

    private static HashSet<String> set(String commaSeparated) {
        return new HashSet<>(Arrays.asList(commaSeparated.split(",")));
    }

    /** Blank, tab, newline and backslash are written as three octal digits after a backslash. */
    private static String unescape(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && field.substring(i + 1).matches("(?s)[0-3][0-7]{2}.*")) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }

    /**
     * One line of {@code /proc/self/mountinfo} (proc(5)).
     *
     * @param root the directory of the file system that is mounted: not {@code /} for bind mounts and in containers
     * @param point where it is mounted
     * @param options of this mount, such as {@code noexec}
     * @param type of the file system, such as {@code cgroup2}
     * @param superOptions of the file system, such as the controllers of a version 1 cgroup hierarchy
     */
    public record Mount(String root, String point, Set<String> options, String type, Set<String> superOptions) {
        public Mount {
            options = Set.copyOf(options);
            superOptions = Set.copyOf(superOptions);
        }

        /** Whether an absolute, normalized path lies at or below the mount point. */
        public boolean holds(String path) {
            return isAtOrBelow(path, point);
        }

        /** Whether {@code path} is {@code directory} or lies below it; both absolute and normalized. */
        public static boolean isAtOrBelow(String path, String directory) {
            return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
        }
    }
}
