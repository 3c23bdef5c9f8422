package org.blaspool.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file that processes of one user share without waiting for each other. Lines are appended by one write of whole lines
 * under O_APPEND, which Linux does not mix with others' writes. A file that has grown is written anew with its newest lines
 * and renamed into place, by whoever gets the lock; nobody waits for that. Lines that were appended to the old file in
 * between are lost. What is not a whole line that checks is passed over.
 */
final class SampleFile {
    private static final long MOST_BYTES = 1_000_000;
    private static final long COMPACT_BYTES = 750_000;
    private static final int KEPT_LINES = 1500;
    private static final int KEPT_A_SUBJECT = 5;

    private final Path path;

    SampleFile(Path directory) {
        path = directory.resolve("samples");
    }

    /** What can be read; nothing where there is no file. */
    List<Sample> read() {
        try {
            // A damaged file may hold any byte: each is a character of this encoding.
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            return text.lines().map(Sample::parse).flatMap(Optional::stream).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Adds samples, where they can be written and the file stays within its bound. */
    void append(List<Sample> samples) {
        StringBuilder lines = new StringBuilder();
        samples.forEach(sample -> sample.line().ifPresent(lines::append));
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        if (bytes.length == 0) {
            return;
        }
        try {
            Files.createDirectories(path.getParent());
            if (size() + bytes.length > COMPACT_BYTES) {
                compact();
            }
            if (size() + bytes.length > MOST_BYTES) {
                return;
            }
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                file.write(ByteBuffer.wrap(bytes));
            }
        } catch (IOException e) {
            // They serve this process; others measure again.
            return;
        }
    }

    private long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    private void compact() throws IOException {
        Path directory = path.getParent();
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("samples.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && size() > COMPACT_BYTES / 2) {
                replace(directory);
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this process is at it.
            return;
        }
    }

    private void replace(Path directory) throws IOException {
        Path temporary = Files.createTempFile(directory, "samples", ".tmp");
        try {
            StringBuilder lines = new StringBuilder();
            newest(read()).forEach(sample -> sample.line().ifPresent(lines::append));
            Files.writeString(temporary, lines, StandardCharsets.US_ASCII);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** In the order of their age, the oldest first. */
    private static List<Sample> newest(List<Sample> samples) {
        List<Sample> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparingLong(Sample::time).reversed());
        Map<Sample.Subject, Integer> seen = new HashMap<>();
        List<Sample> kept = new ArrayList<>(sorted.stream()
                .filter(sample -> seen.merge(sample.subject(), 1, Integer::sum) <= KEPT_A_SUBJECT)
                .limit(KEPT_LINES)
                .toList());
        Collections.reverse(kept);
        return kept;
    }

    static Path usersDirectory(Map<String, String> environment) {
        String named = environment.getOrDefault("BLASPOOL_CACHE", "");
        if (!named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path home = cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return home.resolve("blaspool");
    }
}
