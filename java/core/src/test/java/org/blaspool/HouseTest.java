package org.blaspool;

import java.util.List;

/** The order of what is behind the door; a new package is put where it belongs. */
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
                        "jfr",
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
}
