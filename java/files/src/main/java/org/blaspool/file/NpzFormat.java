package org.blaspool.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * Members of numpy's .npz files, which are zip archives of .npy files: {@code file.npz:name}, or {@code file.npz} where
 * there is only one. Stored and deflated members, also beyond 4 GiB (zip64), are read as a stream; their checksum is
 * compared once all of a member was read.
 */
public final class NpzFormat implements MatrixFormat {
    @Override
    public List<String> suffixes() {
        return List.of(".npz");
    }

    @Override
    public void requireMember(String member, String given) {
        // Any name may be one of the file's.
    }

    @Override
    public MatrixHeader read(MatrixSource source, StoredMatrix target) throws IOException {
        try (NpzMember member = NpzMember.open(source)) {
            StoredElements elements = NpyFormat.readHead(member, member.entry.getSize(), source);
            if (elements.header().fits(target, source)) {
                elements.read(member, target);
                member.requireChecksum();
            }
            return elements.header();
        }
    }

    /** An open member of a zip archive, read from its front to its back. For use by one thread. */
    private record NpzMember(
            ZipFile archive, ZipEntry entry, MatrixSource source, CheckedInputStream bytes, byte[] chunk)
            implements StoredElements.Input, Closeable {
        private static final String SUFFIX = ".npy";
        private static final int BUFFER_BYTES = 1 << 16;
        private static final int SHOWN = 8;

        /** Of names that are not said to be UTF-8, as Python's zipfile takes them; not every Java runtime has it. */
        private static final Charset NAMES =
                Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.UTF_8;

        /** No deflated byte stands for more: a longer length in the directory is a lie, for which no memory is taken. */
        private static final long LARGEST_EXPANSION = 1032;

        static NpzMember open(MatrixSource source) throws IOException {
            ZipFile archive = archive(source);
            try {
                ZipEntry entry = entry(archive, source);
                requirePlausible(entry, source);
                CheckedInputStream bytes = new CheckedInputStream(archive.getInputStream(entry), new CRC32());
                return new NpzMember(archive, entry, source, bytes, new byte[BUFFER_BYTES]);
            } catch (IOException | RuntimeException e) {
                archive.close();
                throw e;
            }
        }

        private static ZipFile archive(MatrixSource source) throws IOException {
            try {
                return new ZipFile(source.path().toFile(), NAMES);
            } catch (NoSuchFileException e) {
                throw e;
            } catch (RuntimeException e) {
                // What a broken directory of an archive leads to where the JDK does not expect it.
                throw new IOException("archive's directory is broken", e);
            }
        }

        /** As numpy takes it: by the whole name of a member, else by its name without .npy. */
        private static ZipEntry entry(ZipFile archive, MatrixSource source) {
            String name = source.member();
            if (name.isEmpty()) {
                List<? extends ZipEntry> arrays = arrays(archive).limit(2).toList();
                if (arrays.size() == 1) {
                    return arrays.get(0);
                }
                throw new InvalidInputException("file holds several arrays or none: file=" + source + members(archive)
                        + ", expected FILE.npz:NAME");
            }
            return Stream.of(name, name + SUFFIX)
                    .map(archive::getEntry)
                    .filter(entry -> entry != null && !entry.isDirectory())
                    .findFirst()
                    .orElseThrow(() ->
                            new InvalidInputException("array is not in the file: file=" + source + members(archive)));
        }

        /** What is neither a directory nor what macOS adds. */
        private static Stream<? extends ZipEntry> arrays(ZipFile archive) {
            return archive.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/"));
        }

        private static String members(ZipFile archive) {
            List<String> names = arrays(archive)
                    .map(ZipEntry::getName)
                    .map(name -> name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name)
                    .map(FileName::quoted)
                    .toList();
            return " arrays=" + names.size() + " names="
                    + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                    + (names.size() > SHOWN ? " and others" : "");
        }

        private static void requirePlausible(ZipEntry entry, MatrixSource source) {
            if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
                throw new InvalidInputException(
                        "array is compressed by another method: file=" + source + " method=" + entry.getMethod()
                                + ", allowed 0 (stored), 8 (deflated); save it with numpy.savez_compressed");
            }
            long most = entry.getMethod() == ZipEntry.STORED
                    ? entry.getCompressedSize()
                    : (entry.getCompressedSize() + 1) * LARGEST_EXPANSION;
            if (entry.getSize() < 0 || entry.getSize() > most) {
                throw new InvalidInputException("archive's directory is broken: file=" + source + " bytes="
                        + entry.getSize() + " compressed=" + entry.getCompressedSize());
            }
        }

        @Override
        public void readFully(ByteBuffer buffer) throws IOException {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
            while (buffer.hasRemaining()) {
                int read = bytes.read(chunk, 0, Math.min(chunk.length, buffer.remaining()));
                if (read < 0) {
                    throw new EOFException("array is shorter than the archive's directory says");
                }
                buffer.put(chunk, 0, read);
            }
        }

        /** Reads the rest, which is not needed, and compares the checksum of all of it with the directory's. */
        void requireChecksum() throws IOException {
            while (bytes.read(chunk) >= 0) {}
            long checksum = bytes.getChecksum().getValue();
            if (checksum != entry.getCrc()) {
                throw new InvalidInputException("file is damaged: file=" + source + " checksum="
                        + Long.toHexString(checksum) + ", expected " + Long.toHexString(entry.getCrc()));
            }
        }

        @Override
        public void close() throws IOException {
            bytes.close();
            archive.close();
        }
    }
}
