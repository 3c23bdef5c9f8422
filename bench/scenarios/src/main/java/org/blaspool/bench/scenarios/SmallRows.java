package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small products in one thread, by the C program that measures them: ours against the BLAS in a plain loop, and beside them
 * what else that program was built with (LIBXSMM, Eigen). Only to be shown: no goal is set.
 */
final class SmallRows {
    private static final String SIZES = "2,4,6,8,10,12,16,20,24,28,32,48,64,96,128";
    private static final String QUICK_SIZES = "4,16";

    private SmallRows() {}

    static List<Row> all() {
        return List.of(
                row("hot", "small products of one set of operands"),
                row("apart", "small products streamed from three arrays"),
                row("beside", "small products streamed, operands side by side"));
    }

    private static Row row(String layout, String title) {
        return Row.of("small-" + layout, title + " vs OpenBLAS in a C loop", bench -> measure(bench, layout));
    }

    private static List<Figure> measure(Bench bench, String layout) {
        List<Figure> figures = new ArrayList<>();
        for (String transposes : List.of("NN", "NT", "TN", "TT")) {
            for (JsonNode line : lines(bench, layout, transposes)) {
                figures.add(figure(layout, transposes, line));
            }
        }
        return figures;
    }

    private static Figure figure(String layout, String transposes, JsonNode line) {
        Map<String, List<Double>> samples = new TreeMap<>();
        for (String name : List.of("blaspool", "blaspool_off", "blas", "libxsmm", "eigen")) {
            if (line.has(name)) {
                samples.put(name + "_nanoseconds", List.of(line.get(name).asDouble()));
            }
        }
        return new Figure(
                layout + " " + transposes + " n=" + line.get("n").asInt(),
                Figure.time(line.get("blaspool").asDouble() * 1e-9),
                Figure.time(line.get("blas").asDouble() * 1e-9),
                line.get("of_blas").asDouble(),
                Goal.NONE,
                samples);
    }

    private static List<JsonNode> lines(Bench bench, String layout, String transposes) {
        Path program = bench.file("target/bench/bench/reference/reference_small");
        if (!Files.isExecutable(program)) {
            throw new MissingReferenceException("not built: " + program + "; run bench/figures");
        }
        Path library = Path.of(bench.blas().info().path());
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                library.toString(),
                layout,
                transposes,
                bench.quick() ? QUICK_SIZES : SIZES,
                Integer.toString(bench.count(30, 3)),
                Integer.toString(bench.count(512, 16)));
        builder.environment().put("LD_LIBRARY_PATH", library.getParent().toString());
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        try {
            Process process = builder.start();
            for (String line : process.inputReader().lines().toList()) {
                lines.add(json.readTree(line));
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException("reference ended: status=" + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return lines;
    }
}
