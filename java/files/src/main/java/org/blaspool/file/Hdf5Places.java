package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.blaspool.matrix.StoredMatrix;

/**
 * Where contiguous datasets lie in their files, kept when their heads were read: their elements are then read like those
 * of a raw file, without looking through the file's groups once more. The least recently used are forgotten. A file that
 * changed is not read this way. Thread-safe.
 */
final class Hdf5Places {
    private static final int MOST = 1 << 14;

    private static final Map<MatrixSource, Place> PLACES = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MatrixSource, Place> eldest) {
            return size() > MOST;
        }
    };

    private Hdf5Places() {}

    /**
     * A dataset's place.
     *
     * @param stamp of the file when it was found
     * @param start bytes from the file's start
     */
    record Place(FileStamp stamp, long start, Hdf5Type type, MatrixHeader header) {
        private long end() {
            return start + header.storedBytes();
        }
    }

    static void keep(MatrixSource source, Place place) {
        synchronized (PLACES) {
            PLACES.put(source, place);
        }
    }

    /**
     * Reads the elements, where it is known where they are.
     *
     * @return whether they were read; where not, the target may hold anything
     */
    static boolean read(MatrixSource source, StoredMatrix target) throws IOException {
        Optional<Place> known = find(source);
        if (known.isEmpty()) {
            return false;
        }
        Place place = known.get();
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            if (!isStill(place, source) || channel.size() < place.end()) {
                return false;
            }
            place.header().requireFits(target, source);
            new ElementReader(place.type().type(), place.type().byteOrder())
                    .read(ElementReader.of(channel, place.start(), place.end(), source), target);
        }
        // What took its name between the two looks was read as if it were the file that was known.
        return isStill(place, source);
    }

    private static Optional<Place> find(MatrixSource source) {
        synchronized (PLACES) {
            return Optional.ofNullable(PLACES.get(source));
        }
    }

    private static boolean isStill(Place place, MatrixSource source) throws IOException {
        return place.stamp().equals(FileStamp.of(source.path()));
    }
}
