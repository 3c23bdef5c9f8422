package org.blaspool.mount;

import java.util.Set;

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
