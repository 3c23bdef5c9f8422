package org.blaspool.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** One file of the cache and its record. */
record UnpackedFile(Path path, PrivateDirectory privacy) {
    private static final String TEMPORARY_SUFFIX = ".part";
    private static final int BUFFER_BYTES = 1 << 16;

    /** Executable, because blaspool-pin is a program. */
    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Whether the file is as it was when its checksum was last found right. Reads attributes and the record only. */
    boolean isKnown() throws IOException {
        Optional<FileRecord> record = FileRecord.read(path);
        try {
            return record.isPresent()
                    && privacy.trusts(path)
                    && record.get().stamp().equals(FileRecord.stampOf(path));
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Whether the file's checksum is the recorded one. Reads all of it. */
    boolean isWhole() throws IOException {
        Optional<FileRecord> record = FileRecord.read(path);
        try {
            return record.isPresent()
                    && privacy.trusts(path)
                    && record.get().checksum().equals(Checksum.of(path));
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Makes sure that the file is there and whole; one that is damaged is replaced, and the log says so. */
    void ensure(PackedFile packed) throws IOException {
        if (isKnown()) {
            return;
        }
        Optional<FileRecord> record = FileRecord.read(path);
        if (isWhole()) {
            keep(record.orElseThrow().checksum());
            return;
        }
        // Without a record it is only unfinished: a process was stopped between the two renames.
        if (record.isPresent()) {
            NativeFileCache.warn(
                    "native file is missing, damaged or writable by others, and is unpacked again: path=" + path);
        }
        keep(unpack(packed));
    }

    /** Puts a file that was just written beside this one in its place, synced before it has the name. */
    void replaceBy(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, READ)) {
            channel.force(true);
        }
        String checksum = Checksum.of(written);
        Files.move(written, path, ATOMIC_MOVE);
        keep(checksum);
    }

    /** Not synced: a record that a crash has emptied or lost counts as none, and the file is unpacked once more. */
    private void keep(String checksum) throws IOException {
        FileRecord record = new FileRecord(checksum, FileRecord.stampOf(path));
        Path file = FileRecord.pathFor(path);
        Path temporary = temporaryFor(file);
        try {
            try (FileChannel channel = create(temporary)) {
                write(channel, ByteBuffer.wrap(record.text(path).getBytes(UTF_8)));
            }
            Files.move(temporary, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Returns the checksum of what was written. */
    private String unpack(PackedFile packed) throws IOException {
        Path temporary = temporaryFor(path);
        try {
            MessageDigest digest = Checksum.digest();
            try (InputStream contents = packed.open();
                    FileChannel channel = create(temporary)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int length = contents.read(buffer); length >= 0; length = contents.read(buffer)) {
                    digest.update(buffer, 0, length);
                    write(channel, ByteBuffer.wrap(buffer, 0, length));
                }
                if (!packed.sharedObjectName().isEmpty()) {
                    SharedObjectName.replace(channel, packed.sharedObjectName());
                }
                // Before the rename: a crash must not leave the right name and size on pages that were never written.
                channel.force(true);
            }
            String checksum = packed.sharedObjectName().isEmpty() ? Checksum.hex(digest) : Checksum.of(temporary);
            Files.move(temporary, path, ATOMIC_MOVE);
            return checksum;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static FileChannel create(Path temporary) throws IOException {
        return FileChannel.open(temporary, Set.of(CREATE_NEW, READ, WRITE), MODE);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    static Path temporaryFor(Path file) {
        return file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()) + TEMPORARY_SUFFIX);
    }

    /** Deletes what processes that were killed left behind; only while no other can be writing. */
    static void removeLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, ".*" + TEMPORARY_SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }
}
