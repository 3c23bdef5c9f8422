package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is kept of a run.
 *
 * @param schema of this file
 * @param quick whether counts were too small for the figures to say much
 * @param surroundings what they were measured in
 * @param doubts why they should not be trusted
 * @param rows what was measured
 */
record Results(String schema, boolean quick, Surroundings surroundings, List<String> doubts, List<RowResult> rows) {
    static final String SCHEMA = "blaspool.figures/1";

    /**
     * One row.
     *
     * @param name of the row
     * @param title of the row
     * @param seconds that measuring it took
     * @param skipped why it was not measured, or null
     * @param failure what went wrong, or null
     * @param figures its lines
     */
    record RowResult(String name, String title, double seconds, String skipped, String failure, List<Figure> figures) {
        long missed() {
            return figures.stream().filter(Figure::missed).count();
        }
    }

    /** Writes it below a directory, by the time when it began. */
    Path write(Path directory) throws IOException {
        String time = surroundings.begun().replaceAll("[-:]", "");
        Path file = directory.resolve((quick ? "quick-" : "figures-") + time + ".json");
        Files.createDirectories(directory);
        Files.writeString(file, json() + System.lineSeparator());
        return file;
    }

    private String json() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        return mapper.writeValueAsString(this);
    }
}
