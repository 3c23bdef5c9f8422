package org.blaspool.cli.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.blaspool.cli.profile.PerfData.StackDump.PerfMap;
import org.blaspool.cli.profile.PhaseShares.ReportedCpu;
import org.blaspool.cli.profile.StackSamples.StackSample;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.plan.StrategySpec;

/**
 * A command sampled by perf, with what is made of that: a flame graph, folded stacks, shares.
 *
 * @param directory of its files
 */
public record Profile(Path directory) {
    private static final String DATA = "perf.data";

    /**
     * Looks whether there is a perf that may sample, and makes the directory.
     *
     * @throws ResourceUnavailableException where not
     */
    public static Profile in(Path directory) {
        PerfTool.require();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "directory cannot be made: out=" + directory + " reason=" + Reason.of(e)
                            + ", expected one that can be written after --out",
                    e);
        }
        return new Profile(directory);
    }

    /** A file of it. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Samples a command, which leaves its timeline {@code trace.json} and {@code report.json} here; returns its exit code. */
    public int record(int frequency, List<String> command) {
        return PerfTool.record(file(DATA), frequency, command);
    }

    /**
     * Reads what was sampled of a strategy, whose report is {@code report.json} here; writes {@code flame.svg},
     * {@code folded.txt} and {@code shares.csv}, and returns the shares as text.
     */
    public String digest(StrategySpec spec) {
        Path script = file("perf.txt");
        PerfTool.script(file(DATA), script, file("perf.err"));
        try {
            List<StackSample> samples = StackSamples.read(script, file(DATA));
            PhaseShares shares = new PhaseShares(
                    samples, RoundPhases.of(spec, file("trace.json")), ReportedCpu.of(file("report.json")));
            Map<String, Long> folded = new TreeMap<>();
            samples.stream()
                    .filter(shares::counts)
                    .forEach(sample ->
                            folded.merge(sample.thread() + ";" + String.join(";", sample.frames()), 1L, Long::sum));
            Files.writeString(file("flame.svg"), FlameGraph.svg("blaspool " + spec + ": " + shares.caption(), folded));
            StringBuilder lines = new StringBuilder();
            folded.forEach((stack, count) ->
                    lines.append(stack).append(' ').append(count).append('\n'));
            Files.writeString(file("folded.txt"), lines);
            Files.writeString(file("shares.csv"), shares.csv());
            keepMaps(samples);
            Files.deleteIfExists(file("perf.err"));
            Files.deleteIfExists(script);
            return shares.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVMs' maps of compiled code lie where perf looks for them; afterwards they belong to the profile. */
    private void keepMaps(List<StackSample> samples) throws IOException {
        for (long pid : samples.stream().mapToLong(StackSample::pid).distinct().toArray()) {
            Path map = PerfMap.fileOf(pid);
            if (Files.isRegularFile(map)) {
                Files.copy(map, file(map.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
                Files.delete(map);
            }
        }
    }
}
