package org.blaspool.file;

import java.io.IOException;
import java.nio.file.Path;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixFormats.MatrixName;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * One matrix in a file.
 *
 * @param given its name as the user wrote it, which messages show
 * @param path the file
 * @param member which of the file's matrices, or what else the format was told behind a colon; empty where a file holds
 *     one
 * @param format how the file is read
 */
public record MatrixSource(String given, Path path, String member, MatrixFormat format) {
    /**
     * The matrix that a name means, in whichever format the name says; the file is not looked at.
     *
     * @param given a file's name, and behind a colon whatever the format needs beside it
     * @param directory what a relative name is relative to
     * @throws InvalidInputException where no format takes the name
     */
    public static MatrixSource of(String given, Path directory) {
        if (given.isEmpty()) {
            throw new InvalidInputException(
                    "file name is empty, expected a " + MatrixFormats.suffixes(MatrixFormats.ALL) + " file");
        }
        MatrixName name = MatrixName.of(given, MatrixFormats.ALL).orElseThrow(() -> MatrixFormats.unknown(given));
        name.format().requireMember(name.member(), given);
        Path path = FileName.resolve(directory, name.file(), "file name", "file=" + FileName.quoted(given));
        return new MatrixSource(given, path, name.member(), name.format());
    }

    /** The matrix that a file of this path alone holds; colons in the path are its own. */
    public static MatrixSource of(Path file) {
        return of(file, "");
    }

    /** A matrix of a file of this path; otherwise as {@link #of(Path)}. @param member empty where the file holds one */
    public static MatrixSource of(Path file, String member) {
        String name = file.toString();
        MatrixFormat format = MatrixFormats.ALL.stream()
                .filter(each -> each.suffixes().stream().anyMatch(name::endsWith))
                .findFirst()
                .orElseThrow(() -> MatrixFormats.unknown(name));
        format.requireMember(member, name);
        return new MatrixSource(MatrixName.of(name, member), file, member, format);
    }

    /**
     * Shape and layout, from the file's head alone.
     *
     * @throws InvalidInputException where the file is not there, is damaged, or holds something other than one matrix
     *     of real numbers
     */
    public MatrixHeader header() {
        return opened(null);
    }

    /**
     * Reads all elements, widened to double where need be.
     *
     * @param target of the header's shape and layout; gaps between its lines stay as they are
     * @throws InvalidInputException as {@link #header}, and where the file has become another since
     */
    public void read(StoredMatrix target) {
        opened(target);
    }

    private MatrixHeader opened(StoredMatrix target) {
        InputFile.requireRegular(path, this);
        try {
            return format.read(this, target);
        } catch (IOException e) {
            throw InputFile.failure(this, e);
        }
    }

    /** Reads the matrix into new memory of a store. */
    public StoredMatrix load(MatrixStore store) {
        MatrixHeader header = header();
        StoredMatrix matrix = store.allocate(header.shape(), header.layout());
        read(matrix);
        return matrix;
    }

    /** What messages name it by: the file as the user wrote it. */
    @Override
    public String toString() {
        return given;
    }
}
