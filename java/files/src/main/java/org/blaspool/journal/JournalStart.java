package org.blaspool.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
