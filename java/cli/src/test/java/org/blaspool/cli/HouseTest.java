package org.blaspool.cli;

import java.util.List;
import org.blaspool.HouseRules;
import org.junit.jupiter.api.Tag;

/** The order of the topmost storey's own rooms, and what it uses of those below. */
@Tag("any-java")
class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Main.class,
                List.of("cli"),
                List.of(
                        "sample",
                        "blas",
                        "cpu",
                        "error",
                        "file",
                        "jni",
                        "matrix",
                        "measure",
                        "memory",
                        "observe",
                        "plan",
                        "pool",
                        "run",
                        "strategy",
                        "usage",
                        "verify"));
    }
}
