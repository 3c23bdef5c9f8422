package org.blaspool.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;

/**
 * The directory that results go to, and which no result's name leads out of. It need not be there yet; nothing is
 * created. Safe for use by one thread.
 */
public final class OutDirectory {
    private final Path given;
    private final Path root;
    private Path lastParent;
    private Path lastRealParent;

    private OutDirectory(Path given, Path root) {
        this.given = given;
        this.root = root;
    }

    /** As {@link #of(Path)}, by its name on the command line. */
    public static OutDirectory of(String directory) {
        FileName.requireReadable("out", directory, true);
        return of(FileName.resolve(Path.of(""), directory, "out", "out=" + directory));
    }

    /**
     * @throws InvalidInputException where it is there and no directory
     */
    public static OutDirectory of(Path directory) {
        FileName.requireReadable("out", directory.toString(), true);
        try {
            Path root = real(directory.toAbsolutePath().normalize());
            FileName.requireReadable(root);
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new InvalidInputException("--out is not a directory: out=" + directory);
            }
            return new OutDirectory(directory, root);
        } catch (IOException e) {
            throw InputFile.failure(directory, e);
        }
    }

    /** The directory, absolute and without symbolic links. */
    public Path path() {
        return root;
    }

    /**
     * The file that a result's name means.
     *
     * @param name relative to this directory, without {@code ..}, ending as a format that is written does; what the
     *     matrix is called in the file, behind a colon, is not looked at
     * @return absolute, without symbolic links above it, within this directory; two names of one file give one path
     * @throws InvalidInputException where the name is another, or a symbolic link leads out of the directory
     */
    public Path resolve(String name) {
        Path relative = relative(MatrixFormats.result(name).file());
        try {
            Path inside = root.resolve(relative);
            Path target = realParent(inside.getParent()).resolve(inside.getFileName());
            boolean link = Files.isSymbolicLink(target);
            if (!target.startsWith(root) || link && !target.toRealPath().startsWith(root)) {
                throw new InvalidInputException("out leads out of the directory by a symbolic link: out=" + name
                        + ", expected a file below --out " + given);
            }
            if (!link && Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new InvalidInputException("out is a directory: out=" + name + ", expected a file");
            }
            return target;
        } catch (IOException e) {
            throw new InvalidInputException("out cannot be followed: out=" + name + " reason=" + Reason.of(e), e);
        }
    }

    private Path relative(String name) {
        Path path = FileName.resolve(Path.of(""), name, "out", "out=" + FileName.quoted(name));
        boolean climbs = false;
        for (Path element : path) {
            climbs |= element.toString().equals("..");
        }
        if (path.isAbsolute() || climbs) {
            throw new InvalidInputException("out leaves the directory: out=" + name
                    + ", expected a name relative to --out " + given + ", without ..");
        }
        return path.normalize();
    }

    /** Results are mostly stored next to each other: the last directory is remembered. */
    private Path realParent(Path parent) throws IOException {
        if (!parent.equals(lastParent)) {
            lastRealParent = real(parent);
            lastParent = parent;
        }
        return lastRealParent;
    }

    /** The real path of what is there of a path, and the rest of it as it is. */
    private static Path real(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return path.toRealPath();
        }
        return real(path.getParent()).resolve(path.getFileName());
    }
}
