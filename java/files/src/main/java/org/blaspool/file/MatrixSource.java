package org.blaspool.file;

import java.nio.file.Path;
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
    /** A matrix by its name, in whichever format the name says; see {@link MatrixFormats#source}. */
    public static MatrixSource of(String given, Path directory) {
        return MatrixFormats.source(given, directory);
    }

    /** A matrix that is a file of its own. */
    public static MatrixSource of(Path path) {
        return MatrixFormats.ofFile(path);
    }

    /** A name by which {@link #of(String, Path)} finds the same matrix from any directory. */
    public String absoluteName() {
        return MatrixName.of(path.toAbsolutePath().toString(), member);
    }

    /** Shape and layout; see {@link MatrixFormat#header}. */
    public MatrixHeader header() {
        return format.header(this);
    }

    /** Reads the elements; see {@link MatrixFormat#read}. */
    public void read(StoredMatrix target) {
        format.read(this, target);
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
