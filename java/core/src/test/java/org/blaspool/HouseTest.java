package org.blaspool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of what is behind the door; a new package is put where it belongs. */
@Tag("any-java")
class HouseTest extends HouseRules {
    HouseTest() {
        super(
                BlaspoolException.class,
                List.of(
                        "error",
                        "mount",
                        "unpack",
                        "jni",
                        "memory",
                        "usage",
                        "matrix",
                        "observe",
                        "operation",
                        "task",
                        "verify",
                        "blas",
                        "cpu",
                        "sample",
                        "plan",
                        "transport",
                        "worker",
                        "pool",
                        "strategy",
                        "dispatch"),
                List.of());
    }

    @Test
    void shouldShowUsersTheDoorAloneAndNeedNothingButTheJdk() throws Exception {
        Path classes = Path.of(BlaspoolException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor module =
                ModuleFinder.of(classes).find("org.blaspool").orElseThrow().descriptor();
        assertThat(module.exports().stream().filter(exports -> !exports.isQualified()))
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactly("org.blaspool");
        assertThat(module.requires())
                .extracting(ModuleDescriptor.Requires::name)
                .allMatch(name -> name.startsWith("java.") || name.startsWith("jdk."));
    }
}
