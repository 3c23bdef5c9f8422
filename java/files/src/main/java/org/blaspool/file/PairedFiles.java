package org.blaspool.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;

/**
 * The products of two families of files that are paired by name, in the order of the names: those of the directories
 * {@code a} and {@code b} of one, or those that two patterns match. A result has the pair's name, in the format of both
 * operands where that is written, otherwise as .npy.
 */
final class PairedFiles implements Manifest {
    private static final int SHOWN = 20;
    private static final String OTHERWISE = ".npy";

    private final String given;
    private final List<Pair> pairs;
    private final OutDirectory out;

    /** Two files, both relative to the working directory, and the part of their names that they share. */
    private record Pair(String name, String a, String b) {
        /** The result's name. */
        String out() {
            MatrixName left = MatrixName.of(a, MatrixFormats.ALL).orElseThrow();
            MatrixName right = MatrixName.of(b, MatrixFormats.ALL).orElseThrow();
            return name + (left.format() == right.format() && left.format().isWritable() ? left.suffix() : OTHERWISE);
        }
    }

    private PairedFiles(String given, List<Pair> pairs, OutDirectory out) {
        this.given = given;
        this.pairs = pairs;
        this.out = out;
    }

    /**
     * @param directory holds the directories a and b
     * @throws InvalidInputException where they are not there, have no files, or files without a partner
     */
    static PairedFiles inDirectory(String given, Path directory, OutDirectory out) throws IOException {
        String expected = "expected a/NAME.npy and b/NAME.npy, or other formats";
        for (String side : List.of("a", "b")) {
            if (!Files.isDirectory(directory.resolve(side))) {
                throw new InvalidInputException("directory has no directory " + side + ": directory=" + given + ", "
                        + expected + ", or the name of a manifest");
            }
        }
        return paired(
                given,
                MatchingFiles.inDirectory(directory.resolve("a")),
                MatchingFiles.inDirectory(directory.resolve("b")),
                out,
                expected);
    }

    /** Those that two patterns match; otherwise as {@link #inDirectory}. */
    static PairedFiles matching(String given, List<FilePattern> patterns, OutDirectory out) throws IOException {
        return paired(
                given,
                MatchingFiles.of(patterns.get(0)),
                MatchingFiles.of(patterns.get(1)),
                out,
                "expected files for which the * of both stands for the same");
    }

    private static PairedFiles paired(
            String given, SortedMap<String, String> a, SortedMap<String, String> b, OutDirectory out, String expected) {
        String single = onlyIn("a", a, b) + onlyIn("b", b, a);
        if (!single.isEmpty()) {
            throw new InvalidInputException("files have no partner: pairs=" + given + single + ", " + expected);
        }
        if (a.isEmpty()) {
            throw new InvalidInputException("there are no pairs: pairs=" + given + ", " + expected);
        }
        List<Pair> pairs = a.entrySet().stream()
                .map(entry -> new Pair(entry.getKey(), entry.getValue(), b.get(entry.getKey())))
                .toList();
        return new PairedFiles(given, pairs, out);
    }

    private static String onlyIn(String side, Map<String, String> names, Map<String, String> others) {
        List<String> single = names.keySet().stream()
                .filter(Predicate.not(others::containsKey))
                .toList();
        if (single.isEmpty()) {
            return "";
        }
        String more = single.size() > SHOWN ? " and " + (single.size() - SHOWN) + " more" : "";
        return single.stream().limit(SHOWN).collect(Collectors.joining(", ", " only_in_" + side + "=", more));
    }

    @Override
    public String name() {
        return given;
    }

    @Override
    public String place(ProductEntry entry) {
        return "pair " + pairs.get((int) entry.line() - 1).name();
    }

    @Override
    public Stream<ProductEntry> entries(ManifestProblems problems) {
        return IntStream.range(0, pairs.size())
                .mapToObj(index -> entry(index, problems))
                .filter(Objects::nonNull);
    }

    /** Null, and a problem noted, where a file's name cannot be used or the result's leads elsewhere. */
    private ProductEntry entry(int index, ManifestProblems problems) {
        Pair pair = pairs.get(index);
        try {
            MatrixSource a = MatrixSource.of(pair.a(), Path.of(""));
            MatrixSource b = MatrixSource.of(pair.b(), Path.of(""));
            return new ProductEntry(index + 1L, a, b, null, out.resolve(pair.out()), "", 1, 0, false, false);
        } catch (InvalidInputException e) {
            problems.add("pair " + pair.name(), e.getMessage());
            return null;
        }
    }
}
