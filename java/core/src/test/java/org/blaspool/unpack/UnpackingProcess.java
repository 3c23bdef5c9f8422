package org.blaspool.unpack;

import java.nio.file.Path;
import java.util.List;

/**
 * A JVM of its own that unpacks a jar's file into a cache and prints where: {@code CACHE JAR}. With a third word it stays
 * until its standard input ends.
 */
final class UnpackingProcess {
    private UnpackingProcess() {}

    public static void main(String[] arguments) throws Exception {
        NativeFileCache cache = new NativeFileCache(List.of(Path.of(arguments[0])), PrivateDirectory.ofThisUser());
        PackedFile packed = new Fixture(Path.of(arguments[1]), "some/where/" + Fixture.NAME).packed();
        System.out.println(cache.unpack("thing", List.of(packed)));
        if (arguments.length > 2) {
            System.in.read();
        }
    }
}
