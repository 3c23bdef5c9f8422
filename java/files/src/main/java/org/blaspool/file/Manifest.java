package org.blaspool.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.PairedFiles.FilePattern;

/**
 * A list of products of matrices in files, which can be gone through more than once and is never held as a whole: a
 * CSV or JSON Lines file, standard input, a directory, or two patterns of files.
 */
public interface Manifest {
    /** The name for standard input. */
    String STANDARD_INPUT = "-";

    /**
     * Finds a manifest and reads it for the first time where it can only be read once.
     *
     * @param given a file, a directory, two patterns with a comma between them, or {@link #STANDARD_INPUT}
     * @param out where the results go
     * @param standardInput read to its end where it is asked for; otherwise left alone
     * @throws InvalidInputException where it is not there, or is a directory or patterns without pairs
     */
    static Manifest open(String given, OutDirectory out, InputStream standardInput) {
        FileName.requireReadable("pairs", given);
        try {
            if (given.equals(STANDARD_INPUT)) {
                return read("standard input", standardInput, out);
            }
            Path path = Path.of(given);
            if (Files.isDirectory(path)) {
                return PairedFiles.inDirectory(given, path, out);
            }
            Optional<List<FilePattern>> patterns = Files.exists(path) ? Optional.empty() : FilePattern.pair(given);
            if (patterns.isPresent()) {
                return PairedFiles.matching(given, patterns.get(), out);
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // A pipe, as bash's <(...): its directory says nothing, and it gives its text once.
                try (InputStream pipe = Files.newInputStream(path)) {
                    return read(given, pipe, out);
                }
            }
            Path directory = path.toAbsolutePath().getParent();
            return new TextManifest(given, () -> Files.newInputStream(path), directory, out);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("manifest cannot be used: file=" + given + " reason=" + e.getReason(), e);
        } catch (IOException e) {
            throw InputFile.failure(given, e);
        }
    }

    private static Manifest read(String name, InputStream input, OutDirectory out) throws IOException {
        byte[] bytes = input.readAllBytes();
        return new TextManifest(name, () -> new ByteArrayInputStream(bytes), Path.of(""), out);
    }

    /** As the user wrote it. */
    String name();

    /** How messages call an entry: its line, or what else a user finds it by. */
    String place(ProductEntry entry);

    /**
     * The products in their order; close the stream, and read it in one thread.
     *
     * @param problems is told of each bad line, which is left out; unless it throws, of results that two lines share
     *     too
     * @throws InvalidInputException where the whole cannot be read
     */
    Stream<ProductEntry> entries(ManifestProblems problems);

    /** The products of a manifest that was found good before; a bad line is thrown. */
    default Stream<ProductEntry> entries() {
        return entries(ManifestProblems.thrown(this));
    }
}
