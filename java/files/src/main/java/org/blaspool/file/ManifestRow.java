package org.blaspool.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * A line of a manifest before anyone has looked at what it says.
 *
 * @param values by key; absent and empty are the same
 * @param problem why it is no row at all; null where it is one
 */
record ManifestRow(long line, Map<String, String> values, String problem) {
    static ManifestRow of(long line, Map<String, String> values) {
        return new ManifestRow(line, values, null);
    }

    static ManifestRow bad(long line, String problem) {
        return new ManifestRow(line, Map.of(), problem);
    }

    /** Rows one after another. */
    interface Reader extends Closeable {
        /** The next one; null behind the last. */
        ManifestRow next() throws IOException;
    }
}
