package org.blaspool.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a slot does for one product apart from computing it, in the process that does it. */
@Name("org.blaspool.Phase")
@Label("Phase")
@Description("Operands on their way to a product, or its result on its way back")
@Category("blaspool")
@StackTrace(false)
public final class PhaseEvent extends Event {
    @Label("Phase")
    public String phase;

    @Label("Index in the Batch")
    public long index;

    @Label("Process")
    public long pid;

    @Label("Slot")
    public int slot;
}
