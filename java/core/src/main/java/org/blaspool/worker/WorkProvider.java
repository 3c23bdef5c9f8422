package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.transport.Channel;

/**
 * Opens a kind of {@link TableWork} that another module brings. A worker that is told the name finds it by the service
 * loader; it has a public constructor of no arguments.
 */
public interface WorkProvider {
    /** What the parent calls it. */
    String name();

    /** Gets from the parent what the work needs beside the table. */
    TableWork open(Channel parent, BlasLibrary blas) throws IOException;
}
