package org.blaspool.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.blaspool.journal.InputStates.FileState;

/**
 * A product that is finished: its result is complete and synced, and has its name or is about to get it.
 *
 * @param out the result's name, relative to the directory of results
 * @param line where the manifest has the product
 * @param inputs what it was made of
 * @param bytes the result file's size
 * @param modifiedNanos the result file's time
 * @param crc CRC-32C (RFC 3720) of the result file
 * @param inode the number of the result file in its file system, by which it is known before it has its name; 0 in
 *     journals of old
 */
public record JournalRecord(
        String out, long line, InputStates inputs, long bytes, long modifiedNanos, int crc, long inode) {
    private static final Set<String> REQUIRED = Set.of("out", "line", "a", "b", "op", "result");

    /** As an object of JSON, to which {@link JournalLine} adds its own sum. */
    String encode() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("out", out);
        members.put("line", line);
        members.put("a", numbers(inputs.a()));
        members.put("b", numbers(inputs.b()));
        if (inputs.c() != null) {
            members.put("c", numbers(inputs.c()));
        }
        members.put("op", inputs.operation());
        members.put("result", new long[] {bytes, modifiedNanos, Integer.toUnsignedLong(crc)});
        members.put("inode", inode);
        return JournalLine.encode(members);
    }

    private static long[] numbers(FileState state) {
        return new long[] {state.bytes(), state.modifiedNanos(), state.inode()};
    }

    /** The record that a line's object holds; empty where it is an object of another kind. */
    static Optional<JournalRecord> decode(String object) {
        Map<String, List<String>> members = JournalLine.decode(object);
        if (!members.keySet().containsAll(REQUIRED)) {
            return Optional.empty();
        }
        FileState c = members.containsKey("c") ? state(members.get("c")) : null;
        FileState result = state(members.get("result"));
        return Optional.of(new JournalRecord(
                members.get("out").get(0),
                Long.parseLong(members.get("line").get(0)),
                new InputStates(
                        state(members.get("a")),
                        state(members.get("b")),
                        c,
                        members.get("op").get(0)),
                result.bytes(),
                result.modifiedNanos(),
                (int) result.inode(),
                Long.parseLong(members.getOrDefault("inode", List.of("0")).get(0))));
    }

    private static FileState state(List<String> numbers) {
        return new FileState(
                Long.parseLong(numbers.get(0)), Long.parseLong(numbers.get(1)), Long.parseLong(numbers.get(2)));
    }
}
