package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixFormats.MatrixName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedFilesTest {
    @TempDir
    Path in;

    private Path out;

    @BeforeEach
    void findOut() throws IOException {
        in = in.toRealPath();
        out = in.resolve("out");
    }

    private void make(String... files) throws IOException {
        for (String file : files) {
            Files.createDirectories(in.resolve(file).getParent());
            Files.writeString(in.resolve(file), "");
        }
    }

    private List<ProductEntry> entries(String pairs) {
        ManifestProblems problems;
        Manifest manifest = Manifest.open(pairs, OutDirectory.of(out), InputStream.nullInputStream());
        problems = ManifestProblems.collected(manifest);
        List<ProductEntry> entries = manifest.entries(problems).toList();
        problems.throwIfAny();
        return entries;
    }

    private Tuple names(ProductEntry entry) {
        return Tuple.tuple(
                name(entry.a()), name(entry.b()), out.relativize(entry.out()).toString());
    }

    private String name(MatrixSource source) {
        return MatrixName.of(in.relativize(source.path()).toString(), source.member());
    }

    @Test
    void shouldPairFilesOfAnyFormatsAndWriteInTheFormatOfBoth() throws IOException {
        make(
                "d/a/1.npy",
                "d/b/1.npz",
                "d/a/2.h5",
                "d/b/2.hdf5",
                "d/a/3.mtx",
                "d/b/3.mtx",
                "d/a/4.v1.npy",
                "d/b/4.v1.h5");
        make("d/a/.hidden.npy", "d/a/notes.txt", "d/b/README");

        assertThat(entries(in.resolve("d").toString()))
                .extracting(this::names)
                .containsExactly(
                        Tuple.tuple("d/a/1.npy", "d/b/1.npz", "1.npy"),
                        Tuple.tuple("d/a/2.h5", "d/b/2.hdf5", "2.h5"),
                        Tuple.tuple("d/a/3.mtx", "d/b/3.mtx", "3.npy"),
                        Tuple.tuple("d/a/4.v1.npy", "d/b/4.v1.h5", "4.v1.npy"));
    }

    @Test
    void shouldRefuseTwoFilesOfOneName() throws IOException {
        make("d/a/1.npy", "d/a/1.h5", "d/b/1.npy");
        assertThatThrownBy(() -> entries(in.resolve("d").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two files could be meant: name=1");
    }

    @Test
    void shouldRefuseFilesWhoseShapeADirectoryDoesNotTell() throws IOException {
        make("d/a/1.bin", "d/b/1.bin");
        assertThatThrownBy(() -> entries(in.resolve("d").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("file needs more than its name");
    }

    @Test
    void shouldPairWhatTheStarsOfTwoPatternsStandFor() throws IOException {
        make("a_x,1.npy", "a_y.npy", "b_x,1.npy", "b_y.npy", "a_.npy", "c_z.npy");
        assertThat(entries(in + "/a_*.npy, " + in + "/b_*.npy"))
                .extracting(this::names)
                .containsExactly(
                        Tuple.tuple("a_x,1.npy", "b_x,1.npy", "x,1.npy"), Tuple.tuple("a_y.npy", "b_y.npy", "y.npy"));
    }

    @Test
    void shouldTakeAStarForADirectoryAndMembersBehindPatterns() throws IOException {
        make("runs/1/a.h5", "runs/1/w.bin", "runs/2/a.h5", "runs/2/w.bin", "runs/3/none");
        assertThat(entries(in + "/runs/*/a.h5:/g/x," + in + "/runs/*/w.bin:2x3:dtype=<f4"))
                .extracting(this::names)
                .containsExactly(
                        Tuple.tuple("runs/1/a.h5:/g/x", "runs/1/w.bin:2x3:dtype=<f4", "1.npy"),
                        Tuple.tuple("runs/2/a.h5:/g/x", "runs/2/w.bin:2x3:dtype=<f4", "2.npy"));
    }

    @Test
    void shouldNameThoseWithoutAPartnerAndPatternsWithoutFiles() throws IOException {
        make("a_1.npy", "a_2.npy", "b_2.npy", "b_3.npy");
        assertThatThrownBy(() -> entries(in + "/a_*.npy," + in + "/b_*.npy"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("only_in_a=1 only_in_b=3");
        assertThatThrownBy(() -> entries(in + "/x_*.npy," + in + "/y_*.npy"))
                .hasMessageContaining("there are no pairs");
        assertThatThrownBy(() -> entries(in + "/no/x_*.npy," + in + "/y_*.npy"))
                .hasMessageContaining("pattern's directory is not there");
    }

    @Test
    void shouldReadAFileWhoseNameLooksLikePatterns() throws IOException {
        Files.writeString(in.resolve("a*.npy,b*.npy"), "a,b,out\nx.npy,y.npy,z.npy\n");
        assertThat(entries(in + "/a*.npy,b*.npy")).hasSize(1);
    }
}
