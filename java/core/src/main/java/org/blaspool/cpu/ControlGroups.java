package org.blaspool.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.blaspool.mount.Mount;
import org.blaspool.mount.MountTable;

/**
 * Where this process's control groups are: for each hierarchy the directories from its own group up to the mount point,
 * since a limit of any ancestor holds. Version 1, version 2 and both at once (hybrid) alike, see cgroups(7).
 */
final class ControlGroups {
    private final List<String> memberships;
    private final MountTable mounts;
    /** A set, as several controllers of one hierarchy meet the same oddity. */
    private final Set<String> notes = new LinkedHashSet<>();

    ControlGroups(KernelFiles files) {
        this.memberships = files.lines("/proc/self/cgroup");
        this.mounts = MountTable.read(files.root());
    }

    /** Own group first; empty where the controller is in no version 1 hierarchy or that is not mounted. */
    List<String> version1(String controller) {
        return directories(
                line -> Arrays.asList(line[1].split(",")).contains(controller),
                mount -> mount.type().equals("cgroup") && mount.superOptions().contains(controller));
    }

    /** Own group first; empty where there is no unified hierarchy. */
    List<String> version2() {
        return directories(
                line -> line[0].equals("0") && line[1].isEmpty(),
                mount -> mount.type().equals("cgroup2"));
    }

    /** What was odd, a line each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private List<String> directories(Predicate<String[]> member, Predicate<Mount> hierarchy) {
        Optional<String> group = memberships.stream()
                .map(line -> line.split(":", 3))
                .filter(line -> line.length == 3 && member.test(line))
                .map(line -> line[2])
                .findFirst();
        List<Mount> candidates = mounts.mounts().stream().filter(hierarchy).toList();
        if (group.isEmpty() || candidates.isEmpty()) {
            return List.of();
        }
        return candidates.stream()
                .filter(mount -> Mount.isAtOrBelow(group.get(), mount.root()))
                .findFirst()
                .map(mount -> upwards(mount.point(), below(group.get(), mount.root())))
                .orElseGet(() -> outside(candidates.get(0), group.get()));
    }

    private static String below(String group, String mountRoot) {
        return mountRoot.equals("/") ? group : group.substring(mountRoot.length());
    }

    /** A container may see its group under a name of the host: what is mounted is then the group itself. */
    private List<String> outside(Mount mount, String group) {
        notes.add("cgroup " + group + " is not below what is mounted at " + mount.point() + " (" + mount.root()
                + "): only the limits of the mount point are seen");
        return List.of(mount.point());
    }

    private List<String> upwards(String mountPoint, String relative) {
        if (Arrays.asList(relative.split("/")).contains("..")) {
            notes.add("cgroup " + relative + " is outside of this cgroup namespace: only the limits of " + mountPoint
                    + " are seen");
            return List.of(mountPoint);
        }
        List<String> directories = new ArrayList<>();
        String path = relative.replaceFirst("/+$", "");
        while (!path.isEmpty()) {
            directories.add(mountPoint + path);
            path = path.substring(0, path.lastIndexOf('/'));
        }
        directories.add(mountPoint);
        return directories;
    }
}
