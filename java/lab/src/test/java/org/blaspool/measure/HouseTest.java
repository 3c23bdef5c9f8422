package org.blaspool.measure;

import java.util.List;
import org.blaspool.HouseRules;
import org.junit.jupiter.api.Tag;

/** The order of this storey, and what it uses of the one below. */
@Tag("any-java")
class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Comparison.class,
                List.of("measure"),
                List.of(
                        "sample",
                        "blas",
                        "cpu",
                        "error",
                        "jni",
                        "matrix",
                        "memory",
                        "plan",
                        "strategy",
                        "task",
                        "usage",
                        "verify"));
    }
}
