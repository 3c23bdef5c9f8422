package org.blaspool.file;

import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.blaspool.error.InvalidInputException;

/**
 * The filters that chunks of HDF5 went through, undone here rather than by the library: never into more memory than the
 * chunk takes, and with its checksum compared.
 *
 * @param filters in the order in which they were applied
 */
record Hdf5Filters(List<PipelineFilterWithData> filters, Object name) {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int CHECKSUM_BYTES = 4;

    /**
     * @throws InvalidInputException where there is another than deflate, shuffle and fletcher32
     */
    static Hdf5Filters of(List<PipelineFilterWithData> filters, Object name) {
        for (PipelineFilterWithData filter : filters) {
            if (filter.getId() != DEFLATE && filter.getId() != SHUFFLE && filter.getId() != FLETCHER32) {
                throw new InvalidInputException("dataset went through a filter that is not known here: file=" + name
                        + " filter=" + filter.getName() + " id=" + filter.getId()
                        + ", allowed deflate (gzip), shuffle, fletcher32; rewrite it with h5repack -f GZIP=4");
            }
        }
        return new Hdf5Filters(filters, name);
    }

    /**
     * @param bytes how many a decoded chunk has
     */
    ByteBuffer decode(ByteBuffer encoded, int bytes) {
        ByteBuffer decoded = encoded;
        for (int i = filters.size() - 1; i >= 0; i--) {
            PipelineFilterWithData filter = filters.get(i);
            decoded = switch (filter.getId()) {
                case DEFLATE -> inflated(decoded, bytes + CHECKSUM_BYTES * filters.size());
                case SHUFFLE -> unshuffled(decoded, filter.getFilterData());
                default -> checked(decoded);
            };
        }
        if (decoded.remaining() != bytes) {
            throw damaged("chunk has " + decoded.remaining() + " bytes, expected " + bytes);
        }
        return decoded;
    }

    private ByteBuffer inflated(ByteBuffer deflated, int most) {
        Inflater inflater = new Inflater();
        try {
            byte[] bytes = new byte[most];
            inflater.setInput(deflated);
            int length = inflater.inflate(bytes);
            if (!inflater.finished() && (length < most || inflater.inflate(new byte[1]) > 0 || !inflater.finished())) {
                throw damaged("chunk does not inflate to its size");
            }
            return ByteBuffer.wrap(bytes, 0, length).slice();
        } catch (DataFormatException e) {
            throw damaged("chunk does not inflate: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /** First all first bytes of the elements, then all second ones; bytes that make no whole element are at the end. */
    private ByteBuffer unshuffled(ByteBuffer shuffled, int[] parameters) {
        int width = parameters.length > 0 ? parameters[0] : 0;
        if (width < 1) {
            throw damaged("shuffle has no width of elements");
        }
        int count = shuffled.remaining() / width;
        byte[] from = new byte[shuffled.remaining()];
        shuffled.get(from);
        byte[] to = new byte[from.length];
        for (int part = 0; part < width; part++) {
            int start = part * count;
            for (int i = 0; i < count; i++) {
                to[i * width + part] = from[start + i];
            }
        }
        System.arraycopy(from, count * width, to, count * width, from.length - count * width);
        return ByteBuffer.wrap(to);
    }

    private ByteBuffer checked(ByteBuffer bytes) {
        int length = bytes.remaining() - CHECKSUM_BYTES;
        if (length < 0) {
            throw damaged("chunk has no checksum");
        }
        ByteBuffer content = bytes.slice(bytes.position(), length);
        int stored = bytes.slice(bytes.position() + length, CHECKSUM_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int computed = fletcher32(content);
        // Before HDF5 1.6.3, little-endian machines stored it with the bytes of each half swapped.
        int swapped = Integer.rotateLeft(Integer.reverseBytes(computed), 16);
        if (stored != computed && stored != swapped) {
            throw damaged("checksum=" + Integer.toHexString(computed) + ", expected " + Integer.toHexString(stored));
        }
        return content;
    }

    /** As H5_checksum_fletcher32 has it: over 16-bit words, their first byte the higher one. */
    static int fletcher32(ByteBuffer bytes) {
        long low = 0;
        long high = 0;
        ByteBuffer words = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        int block = 360; // after so many words the sums still fit 32 bits
        while (words.remaining() > 1) {
            for (int i = 0; i < block && words.remaining() > 1; i++) {
                low += words.getShort() & 0xffff;
                high += low;
            }
            low = (low & 0xffff) + (low >>> 16);
            high = (high & 0xffff) + (high >>> 16);
        }
        if (words.hasRemaining()) {
            low += (words.get() & 0xff) << 8;
            high += low;
            low = (low & 0xffff) + (low >>> 16);
            high = (high & 0xffff) + (high >>> 16);
        }
        low = (low & 0xffff) + (low >>> 16);
        high = (high & 0xffff) + (high >>> 16);
        return (int) (high << 16 | low);
    }

    private InvalidInputException damaged(String reason) {
        return new InvalidInputException("HDF5 file is damaged: file=" + name + " reason=" + reason);
    }
}
