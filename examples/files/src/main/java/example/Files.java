package example;

import java.nio.file.Path;
import org.blaspool.BlasPool;
import org.blaspool.MatrixScope;
import org.blaspool.files.FileBatch;
import org.blaspool.files.FileSummary;
import org.blaspool.files.MatrixFiles;

/** Writes ten pairs of matrices to files, multiplies them from files to files, and reads a result. */
public final class Files {
    private Files() {}

    public static void main(String[] arguments) {
        Path in = Path.of(arguments[0], "in");
        Path out = Path.of(arguments[0], "out");
        try (BlasPool pool = BlasPool.open();
                MatrixScope scope = pool.scope()) {
            for (int i = 0; i < 10; i++) {
                MatrixFiles.write(scope.matrix(new double[][] {{1, 3}, {2, 4}}), in.resolve("a/" + i + ".npy"));
                MatrixFiles.write(scope.matrix(new double[][] {{5, 7}, {6, i}}), in.resolve("b/" + i + ".npy"));
            }
            FileSummary done = FileBatch.of(in.toString(), out).resume(true).run();
            System.out.println(
                    "files, " + done.stored() + " stored, " + done.failures().size() + " failed: c[0] = "
                            + MatrixFiles.read(out.resolve("9.npy"), scope).get(0, 0));
        }
    }
}
