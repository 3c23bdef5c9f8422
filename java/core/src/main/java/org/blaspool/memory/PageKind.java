package org.blaspool.memory;

import java.util.Locale;
import org.blaspool.jni.NativeMemory;

/** The pages that a region really has, as the kernel reports them. */
public enum PageKind {
    SMALL,
    HUGE,
    MIXED;

    static PageKind of(long nativeKind) {
        if (nativeKind == NativeMemory.PAGES_HUGE) {
            return HUGE;
        }
        return nativeKind == NativeMemory.PAGES_MIXED ? MIXED : SMALL;
    }

    /** The kind of two regions together. */
    public PageKind and(PageKind other) {
        return this == other ? this : MIXED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
