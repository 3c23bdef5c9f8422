package org.blaspool.journal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * States of files, looked at once: a matrix that many products share would otherwise cost each of them a call to what
 * may be a distant server. A state is never younger than this object, so that a change after it is noticed by the next
 * run at the latest. The least recently used are forgotten. Thread-safe.
 */
public final class KnownStates {
    private static final int MOST = 1 << 14;

    private final Map<Path, Optional<FileState>> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Optional<FileState>> eldest) {
            return size() > MOST;
        }
    };

    /** The state of a file; empty where it is not there. */
    public Optional<FileState> of(Path file) {
        synchronized (states) {
            Optional<FileState> known = states.get(file);
            if (known != null) {
                return known;
            }
        }
        Optional<FileState> state = FileState.of(file);
        synchronized (states) {
            states.put(file, state);
        }
        return state;
    }
}
