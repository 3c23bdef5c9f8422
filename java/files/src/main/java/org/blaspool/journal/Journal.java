package org.blaspool.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.journal.JournalReader.JournalLine;

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
    private final List<String> notes = new ArrayList<>();
    private final FinishedProducts finished = new FinishedProducts();
    private long end;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a shard's journal, making it where it is not there, reads it, and notes that a run begins.
     *
     * @param index of the shard, from 0
     * @param count of shards
     * @throws InvalidInputException where another run has it, or it may not be written
     * @throws ResourceUnavailableException where the file system fails, for want of space for example
     */
    public static Journal open(JournalDirectory directory, long index, long count) {
        Path file = directory.journal(index, count);
        try {
            makeDirectories(directory.path());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Journal journal = new Journal(file, channel);
            try {
                journal.lock(index, count);
                journal.readWhole();
                journal.begin(index, count);
                sync(directory.path());
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
            sync(directory.getParent());
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void lock(long index, long count) {
        boolean held;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null;
        } catch (OverlappingFileLockException e) {
            held = false;
        } catch (IOException e) {
            notes.add("journal cannot be locked on this file system, so that a second run of the shard is not noticed:"
                    + " file=" + file + " reason=" + e.getMessage());
            return;
        }
        if (!held) {
            throw new InvalidInputException("shard is being run already: shard=" + index + "/" + count + " journal="
                    + file + holder() + ", expected one run of a shard at a time; wait for it, or choose another"
                    + " --out or --shard");
        }
    }

    private String holder() {
        try {
            return JournalStart.last(channel).map(start -> " " + start).orElse("");
        } catch (IOException e) {
            return ""; // the refusal itself is what matters
        }
    }

    /** Reads what is whole, and cuts off what a crash has torn at the end, so that the next line starts a line. */
    private void readWhole() throws IOException {
        JournalReader.Contents contents = JournalReader.read(file, channel, finished);
        notes.addAll(JournalDirectory.notes(file, contents));
        end = contents.wholeBytes();
        if (channel.size() > end) {
            channel.truncate(end);
        }
    }

    private void begin(long index, long count) throws IOException {
        JournalStart start = JournalStart.ofThisProcess(
                index + "/" + count,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        write(JournalLine.of(start.encode()));
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
        String message = "journal cannot be written: file=" + file + " reason=" + reason(cause)
                + "; results that are finished stay, and --resume goes on";
        return cause instanceof AccessDeniedException
                ? new InvalidInputException(message, cause)
                : new ResourceUnavailableException(message, cause);
    }

    private static String reason(IOException cause) {
        return cause instanceof java.nio.file.FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(cause.getMessage());
    }

    /** What earlier runs of the shard have finished. */
    public FinishedProducts finished() {
        return finished;
    }

    /** What a user should know of the journal. */
    public List<String> notes() {
        return List.copyOf(notes);
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
    record JournalStart(String shard, long pid, String host, String started) {
        private static final String SCHEMA = "blaspool.journal/1";
        private static final JsonFactory JSON = new JsonFactory();

        /** How much of the end is looked through for it: journals may be long. */
        private static final int TAIL_BYTES = 1 << 20;

        static JournalStart ofThisProcess(String shard, String started) throws IOException {
            Path name = Path.of("/proc/sys/kernel/hostname");
            String host = Files.isReadable(name) ? Files.readString(name).strip() : "unknown";
            return new JournalStart(shard, ProcessHandle.current().pid(), host, started);
        }

        String encode() throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.writeStartObject();
                json.writeStringField("journal", SCHEMA);
                json.writeStringField("shard", shard);
                json.writeNumberField("pid", pid);
                json.writeStringField("host", host);
                json.writeStringField("started", started);
                json.writeEndObject();
            }
            return text.toString();
        }

        /** The last one in a journal, where it is near the end. */
        static Optional<JournalStart> last(FileChannel channel) throws IOException {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(tail, from);
            String text = new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8);
            JournalStart last = null;
            for (String line : text.split("\n")) {
                if (line.startsWith("{\"journal\":")) {
                    last = JournalLine.object(line).map(JournalStart::decode).orElse(last);
                }
            }
            return Optional.ofNullable(last);
        }

        private static JournalStart decode(String object) {
            Map<String, String> fields = new HashMap<>();
            try (JsonParser json = JSON.createParser(object)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    fields.put(name, json.getText());
                }
            } catch (IOException e) {
                return null;
            }
            return new JournalStart(
                    fields.get("shard"),
                    Long.parseLong(fields.getOrDefault("pid", "0")),
                    fields.get("host"),
                    fields.get("started"));
        }

        @Override
        public String toString() {
            return "pid=" + pid + " host=" + host + " since=" + started;
        }
    }
}
