package org.blaspool.observe;

import java.util.Locale;

/** What a slot does for a task, in the order in which a timeline draws it. */
public enum TaskPhase {
    /** It waits for work. */
    QUEUE,
    /** It waits while operands are turned into bytes. */
    SERIALIZE,
    /** It waits while operands are on their way. */
    SEND,
    /** It turns bytes into operands, or reads them from files. */
    DESERIALIZE,
    /** It is in the BLAS or in a user's operation. */
    COMPUTE,
    /** It moves the result back, or writes it to a file. */
    RETURN;

    public static final int COUNT = 6;

    /** The name that reports have for it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
