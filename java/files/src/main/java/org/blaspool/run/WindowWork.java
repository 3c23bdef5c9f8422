package org.blaspool.run;

import org.blaspool.file.ProductWindows;

/** How products come to their results, window by window: each is stored, recorded and counted, or fails and is counted. */
interface WindowWork extends AutoCloseable {
    /** Until there are no more windows, or a product fails that is not to be passed over. */
    void run(ProductWindows windows);

    @Override
    void close();
}
