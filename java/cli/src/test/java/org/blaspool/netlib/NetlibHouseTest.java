package org.blaspool.netlib;

import java.util.List;
import org.blaspool.HouseRules;
import org.junit.jupiter.api.Tag;

/** What the netlib module uses of the storey below; checked here, as are the kinds of BLAS, where the rules are at hand. */
@Tag("any-java")
class NetlibHouseTest extends HouseRules {
    NetlibHouseTest() {
        super(
                NetlibProducts.class,
                List.of("netlib"),
                List.of("blas", "cpu", "error", "jni", "matrix", "memory", "task", "unpack"));
    }
}
