package org.blaspool.file;

import java.util.List;
import org.blaspool.HouseRules;
import org.junit.jupiter.api.Tag;

/** The order of this storey, and what it uses of the one below. */
@Tag("any-java")
class HouseTest extends HouseRules {
    HouseTest() {
        super(
                MatrixFormat.class,
                List.of("file", "journal", "independent", "run", "files"),
                List.of(
                        "unpack",
                        "cpu",
                        "error",
                        "usage",
                        "verify",
                        "jni",
                        "memory",
                        "matrix",
                        "blas",
                        "observe",
                        "plan",
                        "pool",
                        "strategy",
                        "task",
                        "transport",
                        "worker",
                        "dispatch"));
    }
}
