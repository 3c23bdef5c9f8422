package org.blaspool.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One product, or one call of a user's operation (of size 0), in the process that computes it; as long as the computing takes. */
@Name("org.blaspool.Product")
@Label("Product")
@Description("One product in the BLAS, or one call of a user's operation")
@Category("blaspool")
@StackTrace(false)
public final class ProductEvent extends Event {
    @Label("Index in the Batch")
    public long index;

    @Label("Rows of C")
    public long m;

    @Label("Inner Dimension")
    public long k;

    @Label("Columns of C")
    public long n;

    @Label("Process")
    public long pid;

    @Label("Slot")
    public int slot;

    @Label("Attempt")
    @Description("From 1 on; more where a worker died with the product in hand")
    public int attempt;

    @Label("Seconds")
    public double seconds;

    @Label("GFLOP/s")
    public double gflops;
}
