package org.blaspool.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was found out of things, such as heads and states of files, found out once however many products name them. The
 * least recently used are forgotten, so that a manifest of any length takes no more than a few megabytes. Thread-safe.
 *
 * @param <K> what a thing is known by
 * @param <V> what is found out of it, never null
 */
public final class RecentlyUsed<K, V> {
    private final Function<K, V> source;
    private final Map<K, V> known;

    /**
     * @param most how many are kept
     * @param source asked without a lock, perhaps by several threads at once; what it throws is not kept
     */
    public RecentlyUsed(int most, Function<K, V> source) {
        this.source = source;
        known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What is known of a thing, or the source says of it. */
    public V get(K key) {
        synchronized (known) {
            V value = known.get(key);
            if (value != null) {
                return value;
            }
        }
        V value = source.apply(key);
        synchronized (known) {
            known.put(key, value);
        }
        return value;
    }
}
