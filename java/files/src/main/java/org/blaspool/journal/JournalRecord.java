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
 * @param result state of the result file, by whose inode it is known before it has its name; 0 in journals of old
 * @param crc CRC-32C (RFC 3720) of the result file
 */
public record JournalRecord(String out, long line, InputStates inputs, FileState result, int crc) {
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
        members.put("result", new long[] {result.bytes(), result.modifiedNanos(), Integer.toUnsignedLong(crc)});
        members.put("inode", result.inode());
        return JournalLine.encode(members);
    }

    private static long[] numbers(FileState state) {
        return new long[] {state.bytes(), state.modifiedNanos(), state.inode()};
    }

    /** The record that a line's object holds; empty where it is an object of another kind. */
    static Optional<JournalRecord> decode(String object) {
        Map<String, List<String>> members = JournalLine.decode(object);
        try {
            return members.keySet().containsAll(REQUIRED) ? Optional.of(record(members)) : Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static JournalRecord record(Map<String, List<String>> members) {
        FileState c = members.containsKey("c") ? state(members.get("c")) : null;
        List<String> result = members.get("result");
        String inode = members.getOrDefault("inode", List.of("0")).get(0);
        return new JournalRecord(
                members.get("out").get(0),
                Long.parseLong(members.get("line").get(0)),
                new InputStates(
                        state(members.get("a")),
                        state(members.get("b")),
                        c,
                        members.get("op").get(0)),
                state(List.of(result.get(0), result.get(1), inode)),
                (int) Long.parseLong(result.get(2)));
    }

    private static FileState state(List<String> numbers) {
        return new FileState(
                Long.parseLong(numbers.get(0)), Long.parseLong(numbers.get(1)), Long.parseLong(numbers.get(2)));
    }
}
