package org.blaspool.file;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Heads of files, read once however many products name them. The least recently used are forgotten, so that a manifest
 * of any length takes no more than a few megabytes. A file that changes meanwhile is found when its elements are read,
 * which fit their head or are refused. Thread-safe.
 */
final class HeaderCache {
    private static final int MOST = 1 << 14;

    private final Map<MatrixSource, MatrixHeader> headers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MatrixSource, MatrixHeader> eldest) {
            return size() > MOST;
        }
    };

    /** As {@link MatrixSource#header()}, which it may ask or not; what it throws is not kept. */
    MatrixHeader header(MatrixSource source) {
        synchronized (headers) {
            MatrixHeader known = headers.get(source);
            if (known != null) {
                return known;
            }
        }
        MatrixHeader header = source.header();
        synchronized (headers) {
            headers.put(source, header);
        }
        return header;
    }
}
