package org.blaspool.cli.command.run;

import org.blaspool.file.ProductWindow;

/** How the products of one window come to their results: each is stored and counted, or fails and is counted. */
interface WindowWork extends AutoCloseable {
    void compute(ProductWindow window);

    @Override
    void close();
}
