package org.blaspool.netlib;

import java.util.List;
import org.blaspool.HouseRules;

/** What the netlib module uses of the storey below; checked here, as are the kinds of BLAS, where the rules are at hand. */
class NetlibHouseTest extends HouseRules {
    NetlibHouseTest() {
        super(
                NetlibProducts.class,
                List.of("netlib"),
                List.of("blas", "cpu", "error", "jni", "matrix", "memory", "task", "unpack"));
    }
}
