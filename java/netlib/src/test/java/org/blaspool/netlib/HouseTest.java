package org.blaspool.netlib;

import java.util.List;
import org.blaspool.HouseRules;

/** What this module uses of the storey below. */
class HouseTest extends HouseRules {
    HouseTest() {
        super(
                NetlibProducts.class,
                List.of("netlib"),
                List.of("blas", "cpu", "error", "matrix", "memory", "task", "unpack"));
    }
}
