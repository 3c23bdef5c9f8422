package org.blaspool.cli.report;

import java.util.List;
import java.util.Map;

/** The phases of a round in the words of a reader who has not seen the program. */
public final class Phase {
    private static final Map<String, String> DOING = Map.of(
            "prepare", "preparing matrices",
            "serialize", "serializing",
            "send", "sending",
            "deserialize", "deserializing",
            "queue", "waiting for work",
            "compute", "multiplying",
            "return", "returning results",
            "other", "what no phase measures");

    private Phase() {}

    /** All of them, in the order in which a round passes them. */
    public static List<String> names() {
        return List.of("prepare", "serialize", "send", "deserialize", "queue", "compute", "return", "other");
    }

    /** What is done in a phase, {@code serializing}. */
    public static String doing(String phase) {
        return DOING.get(phase);
    }
}
