package org.blaspool.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;

/** The products of {@code a/*.npy} and {@code b/*.npy} of the same names, in the order of the names. */
final class DirectoryManifest implements Manifest {
    private static final int SHOWN = 20;

    private final String given;
    private final Path directory;
    private final List<String> names;
    private final OutDirectory out;

    private DirectoryManifest(String given, Path directory, List<String> names, OutDirectory out) {
        this.given = given;
        this.directory = directory;
        this.names = names;
        this.out = out;
    }

    static DirectoryManifest of(String given, Path directory, OutDirectory out) throws IOException {
        TreeSet<String> a = names(given, directory.resolve("a"));
        TreeSet<String> b = names(given, directory.resolve("b"));
        String single = onlyIn("a", a, b) + onlyIn("b", b, a);
        if (!single.isEmpty()) {
            throw new InvalidInputException("directory has files without a partner: directory=" + given + single
                    + ", expected a/NAME.npy and b/NAME.npy");
        }
        if (a.isEmpty()) {
            throw new InvalidInputException(
                    "directory has no pairs: directory=" + given + ", expected a/NAME.npy and b/NAME.npy");
        }
        return new DirectoryManifest(given, directory, List.copyOf(a), out);
    }

    private static TreeSet<String> names(String given, Path side) throws IOException {
        if (!Files.isDirectory(side)) {
            throw new InvalidInputException("directory has no directory " + side.getFileName() + ": directory=" + given
                    + ", expected a/NAME.npy and b/NAME.npy, or the name of a manifest");
        }
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(side, "*.npy")) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static String onlyIn(String side, TreeSet<String> names, TreeSet<String> others) {
        List<String> single =
                names.stream().filter(Predicate.not(others::contains)).toList();
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
        return "file " + names.get((int) entry.line() - 1);
    }

    @Override
    public Stream<ProductEntry> entries(ManifestProblems problems) {
        return IntStream.range(0, names.size())
                .mapToObj(index -> entry(index, problems))
                .filter(Objects::nonNull);
    }

    /** Null, and a problem noted, where the result's name leads elsewhere. */
    private ProductEntry entry(int index, ManifestProblems problems) {
        try {
            return entry(index);
        } catch (InvalidInputException e) {
            problems.add("file " + names.get(index), e.getMessage());
            return null;
        }
    }

    private ProductEntry entry(int index) {
        String name = names.get(index);
        MatrixSource a = MatrixSource.of("a/" + name, directory);
        MatrixSource b = MatrixSource.of("b/" + name, directory);
        return new ProductEntry(index + 1L, a, b, null, out.resolve(name), 1, 0, false, false);
    }
}
