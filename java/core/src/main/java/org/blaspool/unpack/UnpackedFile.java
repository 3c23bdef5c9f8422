package org.blaspool.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One file of the cache, and what is known of it, kept beside it in {@code <file>.sha256}: a comment with its stamp and a
 * line as {@code sha256sum -c} reads it. The stamp is size, inode and times when the checksum was last found right; the
 * kernel sets the change time itself.
 */
record UnpackedFile(Path path, PrivateDirectory privacy) {
    private static final String TEMPORARY_SUFFIX = ".part";
    private static final String STAMP_PREFIX = "# blaspool stamp ";

    private record Known(String checksum, String stamp) {}

    /** Where the record of a file is. */
    static Path recordOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    /** Empty where there is none or it is not readable as one. */
    private Optional<Known> known() {
        try {
            List<String> lines = Files.readAllLines(recordOf(path), UTF_8);
            boolean whole = lines.size() == 2
                    && lines.get(0).startsWith(STAMP_PREFIX)
                    && lines.get(1).matches("[0-9a-f]{64}  .+");
            return whole
                    ? Optional.of(new Known(
                            lines.get(1).substring(0, 64), lines.get(0).substring(STAMP_PREFIX.length())))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private String stamp() throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:size,ino,lastModifiedTime,ctime", NOFOLLOW_LINKS);
        return "size=" + attributes.get("size") + " inode=" + attributes.get("ino") + " modified="
                + attributes.get("lastModifiedTime") + " changed=" + attributes.get("ctime");
    }

    /** Whether the file is as it was when its checksum was last found right. Reads attributes and the record only. */
    boolean isKnown() throws IOException {
        Optional<Known> known = known();
        try {
            return known.isPresent()
                    && privacy.trusts(path)
                    && known.get().stamp().equals(stamp());
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Whether the file's checksum is the recorded one. Reads all of it. */
    boolean isWhole() throws IOException {
        Optional<Known> known = known();
        try {
            return known.isPresent()
                    && privacy.trusts(path)
                    && known.get().checksum().equals(checksum(Files.newInputStream(path)));
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Makes sure that the file is there and whole; one that is damaged is replaced, and the log says so. */
    void ensure(PackedFile packed) throws IOException {
        if (isKnown()) {
            return;
        }
        Optional<Known> known = known();
        if (isWhole()) {
            keep(known.orElseThrow().checksum());
            return;
        }
        // Without a record it is only unfinished: a process was stopped between the two renames.
        if (known.isPresent()) {
            NativeFileCache.warn(
                    "native file is missing, damaged or writable by others, and is unpacked again: path=" + path);
        }
        Path temporary = temporaryFor(path);
        try {
            try (FileChannel channel = create(temporary)) {
                packed.unpack(channel);
            }
            replaceBy(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Puts a file that was just written beside this one in its place, synced before it has the name: a crash must not leave
     * the right name and size on pages that were never written.
     */
    void replaceBy(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, READ)) {
            channel.force(true);
        }
        String checksum = checksum(Files.newInputStream(written));
        Files.move(written, path, ATOMIC_MOVE);
        keep(checksum);
    }

    /** Not synced: a record that a crash has emptied or lost counts as none, and the file is unpacked once more. */
    private void keep(String checksum) throws IOException {
        String text = STAMP_PREFIX + stamp() + "\n" + checksum + "  " + path.getFileName() + "\n";
        Path temporary = temporaryFor(recordOf(path));
        try {
            try (FileChannel channel = create(temporary)) {
                Channels.newOutputStream(channel).write(text.getBytes(UTF_8));
            }
            Files.move(temporary, recordOf(path), ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Executable, because blaspool-pin is a program. */
    private static FileChannel create(Path temporary) throws IOException {
        return FileChannel.open(
                temporary,
                Set.of(CREATE_NEW, READ, WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
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

    /** SHA-256 of what is read, in hexadecimal; closes it. */
    static String checksum(InputStream contents) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream digested = new DigestInputStream(contents, digest)) {
            digested.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The first 16 digits of a text's SHA-256. */
    static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8))).substring(0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
