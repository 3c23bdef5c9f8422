package org.blaspool.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.ResultFile;
import org.blaspool.journal.JournalRecord.JournalLine;

/**
 * The journal of one shard, held by one run at a time: a lock of the kernel's (fcntl) is on the file as long as it is
 * open, and ends with the process whichever way that ends. Shards have a file each and never wait for one another.
 *
 * <p>The file must not be opened and closed elsewhere in the process meanwhile: POSIX drops a process's locks when any of
 * its descriptors of the file is closed. For one thread at a time, which must not be interrupted while it writes: Java
 * would close the channel.
 */
public final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private long end;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a shard's journal, making it where it is not there, reads it, and notes that a run begins.
     *
     * @param finished gets what earlier runs of the shard have finished
     * @param notes gets what a user should know of the journal
     * @throws InvalidInputException where another run has it, or it may not be written
     * @throws ResourceUnavailableException where the file system fails, for want of space for example
     */
    public static Journal open(JournalDirectory directory, FinishedProducts finished, List<String> notes) {
        Path file = directory.journal();
        String shard = directory.index() + "/" + directory.count();
        try {
            makeDirectories(directory.path());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Journal journal = new Journal(file, channel);
            try {
                journal.lock(shard, notes);
                journal.readWhole(finished, notes);
                journal.write(JournalLine.of(JournalStart.encode(shard)));
                ResultFile.sync(directory.path(), StandardOpenOption.READ);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return journal;
        } catch (IOException e) {
            throw cannotBeWritten(file, e);
        }
    }

    private static void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            ResultFile.sync(directory.getParent(), StandardOpenOption.READ);
        }
    }

    private void lock(String shard, List<String> notes) {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // It is this process that holds it.
        } catch (IOException e) {
            notes.add("journal cannot be locked on this file system, so that a second run of the shard is not noticed:"
                    + " file=" + file + " reason=" + e.getMessage());
            return;
        }
        throw new InvalidInputException("shard is being run already: shard=" + shard + " journal=" + file + holder()
                + ", expected one run of a shard at a time; wait for it, or choose another --out or --shard");
    }

    private String holder() {
        try {
            return JournalStart.last(channel);
        } catch (IOException e) {
            return ""; // the refusal itself is what matters
        }
    }

    /** Reads what is whole, and cuts off what a crash has torn at the end, so that the next line starts a line. */
    private void readWhole(FinishedProducts finished, List<String> notes) throws IOException {
        end = finished.read(file, channel, notes);
        if (channel.size() > end) {
            channel.truncate(end);
        }
    }

    /**
     * Notes that products are finished. When it returns, they are noted on the disk.
     *
     * @throws ResourceUnavailableException where the file system fails; none of the records is there then
     */
    public void append(List<JournalRecord> records) {
        StringBuilder lines = new StringBuilder(records.size() * 256);
        records.forEach(record -> lines.append(JournalLine.of(record.encode())));
        try {
            write(lines.toString());
        } catch (IOException e) {
            cutOff();
            throw cannotBeWritten(file, e);
        }
    }

    private void write(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        long at = end;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(true); // its length is metadata
        end = at;
    }

    /** A line that was half written would be taken for a torn one anyway; without it the file reads better. */
    private void cutOff() {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            // Reading it leaves out what is torn.
        }
    }

    private static RuntimeException cannotBeWritten(Path file, IOException cause) {
        String message = "journal cannot be written: file=" + file + " reason=" + Reason.of(cause)
                + "; results that are finished stay, and --resume goes on";
        return cause instanceof AccessDeniedException
                ? new InvalidInputException(message, cause)
                : new ResourceUnavailableException(message, cause);
    }

    /** Lets go of the file and its lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Everything that was promised is synced.
        }
    }

    /** The line that a run begins with: who it is. */
    private static final class JournalStart {
        private static final String SCHEMA = "blaspool.journal/1";

        /** How much of the end is looked through for it: journals may be long. */
        private static final int TAIL_BYTES = 1 << 20;

        static String encode(String shard) throws IOException {
            Path name = Path.of("/proc/sys/kernel/hostname");
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("journal", SCHEMA);
            members.put("shard", shard);
            members.put("pid", ProcessHandle.current().pid());
            members.put("host", Files.isReadable(name) ? Files.readString(name).strip() : "unknown");
            members.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            return JournalLine.encode(members);
        }

        /** The last one in a journal for a message; empty where it is not near the end. */
        static String last(FileChannel channel) throws IOException {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(tail, from);
            return new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("{\"journal\":"))
                    .flatMap(line -> JournalLine.object(line).stream())
                    .reduce((first, second) -> second)
                    .map(JournalLine::decode)
                    .filter(start -> start.keySet().containsAll(List.of("pid", "host", "started")))
                    .map(start -> " pid=" + start.get("pid").get(0) + " host="
                            + start.get("host").get(0) + " since="
                            + start.get("started").get(0))
                    .orElse("");
        }
    }
}
