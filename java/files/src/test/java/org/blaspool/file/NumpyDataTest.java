package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every .npy file and every member of a .npz file of numpy's own test data, scipy's too where that is there, and what
 * numpy's tests of its format write: matrices of real numbers are read as numpy reads them, all else is refused with the
 * reason. Where there is no numpy, the samples of {@link SamplesTest} and {@code NpyFormatTest} remain.
 */
@Tag("any-java")
class NumpyDataTest {
    /**
     * Prints a line for each array that it is given: its name, a tab, and the file with its elements as little-endian
     * doubles, or "-" where it is no matrix of real numbers.
     */
    private static final String SURVEY = """
            import os, sys, zipfile
            import numpy as np

            def survey(name, load):
                try:
                    x = load()
                except Exception:
                    x = None
                good = isinstance(x, np.ndarray) and x.ndim == 2 and (
                    x.dtype.kind in 'iub' or x.dtype.kind == 'f' and x.dtype.itemsize <= 8)
                wide = f'{survey.count}.wide'
                survey.count += 1
                if good:
                    x.astype('<f8').tofile(wide)
                print(name, wide if good else '-', sep='\\t')
            survey.count = 0

            def survey_file(path):
                if path.endswith('.npy'):
                    survey(path, lambda: np.load(path))
                elif path.endswith('.npz'):
                    with zipfile.ZipFile(path) as archive:
                        for member in archive.namelist():
                            survey(f'{path}:{member}', lambda: np.load(path)[member.removesuffix('.npy')])
            """;

    @TempDir
    Path directory;

    private String python(String program) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("script.py"), program);
        Path output = directory.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder("python3", script.toString())
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(directory.resolve("errors").toFile())
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("python3 is not there: numpy's test data is not read");
        }
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String errors = Files.readString(directory.resolve("errors"));
        Assumptions.assumeFalse(
                errors.contains("No module named 'numpy'"), "numpy is not there: its test data is not read");
        assertThat(process.exitValue()).as(errors).isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Checks every line of a survey; how many matrices there were, and how many other arrays. */
    private int[] check(String survey) throws IOException {
        int[] counts = new int[2];
        for (String line : survey.lines().toList()) {
            String[] parts = line.split("\t");
            if (parts[1].equals("-")) {
                counts[1]++;
                assertThatThrownBy(() -> read(parts[0]))
                        .as(line)
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("file=")
                        .hasMessageNotContaining("\n");
            } else {
                counts[0]++;
                ByteBuffer wide = ByteBuffer.allocate((int) Files.size(directory.resolve(parts[1])))
                        .order(ByteOrder.LITTLE_ENDIAN);
                wide.asDoubleBuffer().put(read(parts[0]));
                assertThat(wide.array()).as(line).isEqualTo(Files.readAllBytes(directory.resolve(parts[1])));
            }
        }
        return counts;
    }

    private double[] read(String name) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return MatrixSource.of(name, directory).load(store).toArray(Layout.ROW_MAJOR);
        }
    }

    @Test
    void shouldReadNumpysAndScipysOwnTestDataAsNumpyDoes() throws IOException, InterruptedException {
        int[] counts = check(python(SURVEY + """
                roots = list(np.__path__)
                try:
                    import scipy
                    roots += scipy.__path__
                except ImportError:
                    pass
                for root in roots:
                    for where, _, names in os.walk(root):
                        for name in sorted(names):
                            survey_file(os.path.join(where, name))
                """));
        System.out.println("numpy's and scipy's own files: matrices=" + counts[0] + " refused=" + counts[1]);
        // Distributions leave numpy's tests out.
        Assumptions.assumeTrue(counts[0] + counts[1] > 0, "numpy was installed without its test data");
    }

    @Test
    void shouldReadWhatNumpysTestsOfItsFormatWriteAsNumpyDoes() throws IOException, InterruptedException {
        int[] counts = check(python(SURVEY + """
                import io, warnings
                import numpy.lib.format as format
                warnings.simplefilter('ignore')
                random = np.random.default_rng(5)
                kinds = ['?', 'b', 'B', 'h', 'H', 'i', 'I', 'l', 'L', 'q', 'Q', 'e', 'f', 'd', 'g', 'F', 'D', 'G', 'O', 'S4',
                         'U4', 'V8', 'M8[s]', 'm8[D]', 'f4,i4', [('re', 'f8'), ('im', 'f8')], [('x', 'f8', (2, 2))],
                         np.dtype([('a', 'i1'), ('b', 'f8')], align=True), np.dtype('f8', metadata={'unit': 'm'}),
                         [('\\u00e9t\\u00e9', 'f8')], [('\\u6f22', 'f8')], [('n' * 70000, 'f8')],
                         [(f'field{i}', 'f8') for i in range(4000)]]
                shapes = [(), (1,), (5,), (0,), (1, 1), (3, 4), (1, 5), (5, 1), (0, 3), (3, 0), (0, 0), (2, 3, 4), (1, 1, 1, 1)]
                count = 0
                for kind in kinds:
                    for byte_order in '<', '>':
                        dtype = np.dtype(kind)
                        dtype = dtype if dtype.metadata else dtype.newbyteorder(byte_order)
                        for shape in shapes:
                            size = int(np.prod(shape))
                            if dtype.kind in 'OSUVMm':
                                x = np.zeros(shape, dtype)
                            else:
                                x = random.integers(0, 100, shape).astype(dtype)
                            for order in 'C', 'F':
                                for version in (1, 0), (2, 0), (3, 0), None:
                                    if len(shape) != 2 and (order == 'F' or version != None):
                                        continue
                                    name = f'{count}.npy'
                                    with open(name, 'wb') as out:
                                        try:
                                            format.write_array(out, np.asarray(x, order=order), version=version)
                                        except (ValueError, UnicodeEncodeError):
                                            continue # this version cannot hold it
                                    count += 1
                                    survey(name, lambda: np.load(name))
                # Arrays that are views, as its tests have them.
                for x in np.arange(100.).reshape(10, 10)[::2, 1:9:3], np.arange(24.).reshape(4, 6).T[::-1]:
                    name = f'{count}.npy'
                    count += 1
                    np.save(name, x)
                    survey(name, lambda: np.load(name))
                # Damage, as its tests of bad headers have it.
                whole = open('0.npy', 'rb').read()
                buffer = io.BytesIO()
                format.write_array(buffer, np.arange(12.).reshape(3, 4))
                whole = buffer.getvalue()
                bad = [whole[:n] for n in range(len(whole))]
                bad += [whole.replace(*change) for change in [
                    (b'NUMPY', b'NUMPI'), (b"'shape'", b"'shap'"), (b'(3, 4)', b'(3, 4'), (b'(3, 4)', b'(-3,4)'),
                    (b'(3, 4)', b'(3.,4)'), (b"'<f8'", b"'<f9'"), (b'False', b'"nope"'), (b'}', b', "more": 1}'),
                    (b'\\x93NUMPY\\x01', b'\\x93NUMPY\\x04'), (b'\\x93NUMPY\\x01\\x00', b'\\x93NUMPY\\x01\\x01')]]
                for x in bad:
                    name = f'{count}.npy'
                    count += 1
                    open(name, 'wb').write(x)
                    survey(name, lambda: np.load(name))
                """));
        System.out.println("as numpy's tests of its format: matrices=" + counts[0] + " refused=" + counts[1]);
        assertThat(counts[0]).isGreaterThan(500);
        assertThat(counts[1]).isGreaterThan(500);
    }

    @Test
    void shouldReadWhatMatrixMarketFilesHoldAsScipyDoes() throws IOException, InterruptedException {
        List<String> lines = python("""
                import sys
                try:
                    import numpy as np, scipy.io, scipy.sparse
                except ImportError:
                    print('-')
                    sys.exit()
                random = np.random.RandomState(5)
                count = 0
                for rows, columns in (1, 1), (1, 7), (9, 1), (8, 8), (30, 20):
                    for kind in 'f8', 'f4', 'i8', 'u4':
                        x = (random.standard_normal((rows, columns)) * 10.0 ** random.randint(-20, 20)).astype(kind)
                        if kind[0] != 'f':
                            x = random.randint(0, 2**31, (rows, columns)).astype(kind)
                        variants = [(x, {}), (scipy.sparse.coo_matrix(np.where(x > np.median(x), x, 0)), {})]
                        variants += [(variants[1][0], {'field': 'pattern'})]
                        if rows == columns:
                            variants += [(np.tril(x) + np.tril(x, -1).T, {'symmetry': 'symmetric'})]
                            if kind[0] == 'f':
                                variants += [(np.tril(x, -1) - np.tril(x, -1).T, {'symmetry': 'skew-symmetric'})]
                            variants += [(scipy.sparse.coo_matrix(variants[3][0]), {'symmetry': 'symmetric'})]
                        for matrix, options in variants:
                            name = f'{count}.mtx'
                            count += 1
                            scipy.io.mmwrite(name, matrix, **options)
                            read = scipy.io.mmread(name)
                            read = read.toarray() if scipy.sparse.issparse(read) else read
                            (read.astype('<f8') + 0.0).tofile(name + '.wide')
                            print(name, name + '.wide', sep='\\t')
                """).lines().toList();
        Assumptions.assumeFalse(
                lines.equals(List.of("-")), "scipy is not there: .mtx files are not compared with its own");
        assertThat(check(String.join("\n", lines))[0]).isGreaterThan(50);
    }
}
