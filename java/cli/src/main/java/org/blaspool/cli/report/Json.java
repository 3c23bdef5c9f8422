package org.blaspool.cli.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.blaspool.cli.report.PlanReport.SamplesReport;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Workload;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.usage.Computed;

/** Reports to JSON and back: the records' own names in snake case, null where there is nothing to say. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            // A later version may say more; what is missing is an error.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .withConfigOverride(StrategyResult.Counters.class, Json::leftOutWhereNull)
            .withConfigOverride(StrategyResult.Samples.class, Json::leftOutWhereNull)
            .withConfigOverride(Computed.Shares.class, Json::leftOutWhereNull)
            .withConfigOverride(Recommendation.Basis.class, Json::leftOutWhereNull)
            .addMixIn(ComparisonResult.class, ComparisonForm.class)
            .addMixIn(StrategyResult.class, RowForm.class)
            .addMixIn(StrategySpec.class, SpecForm.class)
            .addMixIn(Interval.class, IntervalForm.class)
            .addMixIn(PhaseSeconds.class, PhasesForm.class)
            .addMixIn(Workload.class, WorkloadForm.class)
            .addMixIn(org.blaspool.file.Workload.class, WorkForm.class)
            .build();

    /** What a comparison may be without, by its path. */
    private static final Pattern OPTIONAL = Pattern.compile("suite|recommendation|warnings(\\.(kind|advice))?"
            + "|machine\\.(fma_peak_gflops(_after)?|memcpy_gb_per_s|java|os)"
            + "|results\\.(requested(\\..*)?|effective|median_seconds|ratio_to_best|ratio_ci95|gflops|percent_of_peak"
            + "|setup_seconds|predicted_seconds|failure|blas|counters\\..*)");

    @JsonPropertyOrder("schema")
    private interface ComparisonForm {
        @JsonProperty
        String schema();

        @JsonIgnore
        boolean isBusy();

        @JsonInclude(JsonInclude.Include.NON_NULL)
        Double busyShare();

        @JsonInclude(JsonInclude.Include.NON_NULL)
        Boolean untilSettled();
    }

    @JsonPropertyOrder("strategy")
    private interface RowForm {
        @JsonProperty
        String strategy();
    }

    /** As it is typed. */
    private abstract static class SpecForm {
        @JsonCreator
        static StrategySpec parse(String text) {
            throw new UnsupportedOperationException(text);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"low", "high"})
    private interface IntervalForm {}

    private interface PhasesForm {
        @JsonProperty("return")
        double giveBack();
    }

    @JsonIncludeProperties({"products", "flop", "operand_bytes", "result_bytes", "stored_bytes"})
    private interface WorkForm {}

    private interface WorkloadForm {
        @JsonProperty
        double flop();
    }

    private Json() {}

    private static void leftOutWhereNull(MutableConfigOverride type) {
        type.setIncludeAsProperty(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null));
    }

    /** A report as text that ends in a line feed. */
    public static String write(Object report) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the samples of a machine from a report that has them: of {@code info} or a saved {@code plan}. */
    public static SamplesReport readSamples(Path file) {
        try {
            JsonNode samples = MAPPER.readTree(content(file)).path("samples");
            if (samples.path("lines").isArray()
                    && samples.path("identity").isTextual()
                    && samples.path("cores").asInt() > 0) {
                return MAPPER.treeToValue(samples, SamplesReport.class);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "file is no valid report: machine=" + file + ", "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
        throw new InvalidInputException("file has no samples of a machine: machine=" + file
                + ", expected what info --json or plan --save wrote (--machine)");
    }

    /** Reads a comparison that was saved. */
    public static ComparisonResult readComparison(Path file) {
        return comparison(content(file), file.toString());
    }

    /** Reads a sweep that was saved; empty where the file is something else. */
    public static Optional<SweepReport> readIfSweep(Path file) {
        String text = content(file);
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (!tree.path("schema").asText("none").equals(SweepReport.SCHEMA)) {
                return Optional.empty();
            }
            SweepParameter parameter = parameter(tree, file);
            List<ComparisonResult> comparisons = new ArrayList<>();
            for (JsonNode comparison : tree.path("comparisons")) {
                comparisons.add(comparison(comparison.toString(), file.toString()));
            }
            if (comparisons.isEmpty()) {
                throw new InvalidInputException(
                        "report lacks what it must have: file=" + file + ", expected comparisons");
            }
            return Optional.of(SweepReport.of(parameter, values(tree, comparisons, file), comparisons));
        } catch (JsonProcessingException e) {
            // Said in full where it is read as a comparison.
            return Optional.empty();
        }
    }

    private static SweepParameter parameter(JsonNode tree, Path file) {
        String label = tree.path("parameter").asText("none");
        return SweepParameter.of(label)
                .orElseThrow(() -> new InvalidInputException(
                        "report is wrong: file=" + file + " parameter=" + label + ", expected size, pairs or workers"));
    }

    /** The values that were swept: ascending, one a comparison, of which all have equally many rows. */
    private static List<Long> values(JsonNode tree, List<ComparisonResult> comparisons, Path file) {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : tree.path("sizes")) {
            long before = values.isEmpty() ? 0 : values.get(values.size() - 1);
            if (!value.canConvertToLong() || value.asLong() <= before) {
                throw new InvalidInputException("report is wrong: file=" + file + " sizes=" + tree.path("sizes")
                        + ", expected whole numbers that ascend from 1 or more");
            }
            values.add(value.asLong());
        }
        if (values.size() != comparisons.size()) {
            throw new InvalidInputException("report is wrong: file=" + file + " sizes=" + values.size()
                    + " comparisons=" + comparisons.size() + ", expected one comparison for each");
        }
        int rows = comparisons.get(0).results().size();
        for (ComparisonResult comparison : comparisons) {
            if (comparison.results().size() != rows) {
                throw new InvalidInputException("report is wrong: file=" + file + " results="
                        + comparison.results().size() + ", expected " + rows + " as in the first comparison");
            }
        }
        return values;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    "file is not there: file=" + file + ", expected a report of compare --json", e);
        } catch (IOException e) {
            throw new InvalidInputException("file cannot be read: file=" + file + ", " + e, e);
        }
    }

    /**
     * Reads a comparison from text.
     *
     * @param name where it comes from, for messages
     */
    public static ComparisonResult comparison(String text, String name) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            String schema = tree.path("schema").asText("none");
            if (!schema.equals("blaspool.compare/1")) {
                throw new InvalidInputException(
                        "file is no comparison: file=" + name + " schema=" + schema + ", expected blaspool.compare/1");
            }
            ComparisonResult report = MAPPER.treeToValue(tree, ComparisonResult.class);
            if (report.results() == null || report.results().isEmpty()) {
                throw lacking("results", name);
            }
            require(MAPPER.valueToTree(report), "", name);
            return report;
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " line=" + e.getLocation().getLineNr();
            throw new InvalidInputException(
                    "file is no valid report: file=" + name + line + key(e) + ", "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Anybody may have written it: it is refused by the first key that is null and must not be. */
    private static void require(JsonNode node, String key, String name) {
        if (node.isNull() && !OPTIONAL.matcher(key).matches()) {
            throw lacking(key, name);
        }
        node.properties()
                .forEach(part ->
                        require(part.getValue(), key.isEmpty() ? part.getKey() : key + "." + part.getKey(), name));
        if (node.isArray()) {
            node.forEach(each -> require(each, each.isNull() ? key + "[]" : key, name));
        }
    }

    private static String key(JsonProcessingException e) {
        String key = e instanceof JsonMappingException wrong
                ? wrong.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        return key.isEmpty() ? "" : " key=" + key;
    }

    private static InvalidInputException lacking(String key, String name) {
        return new InvalidInputException("report lacks what it must have: file=" + name + " key=" + key
                + ", expected a report of compare --json");
    }
}
