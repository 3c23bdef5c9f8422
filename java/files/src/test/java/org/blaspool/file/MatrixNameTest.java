package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.file.MatrixFormats.MatrixName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.npy          | x.npy      | ''",
                "d:1/x.npy      | d:1/x.npy  | ''",
                "x.npz          | x.npz      | ''",
                "x.npz:a        | x.npz      | a",
                "x.npz:a.npy    | x.npz      | a.npy",
                "x.npz:a:b      | x.npz      | a:b",
                "x.h5:/g/y.h5   | x.h5       | /g/y.h5",
                "x.h5.npy       | x.h5.npy   | ''",
                "x.npy.npy:y    | x.npy.npy  | y",
                "x.hdf5:/y      | x.hdf5     | /y",
                "x.bin:2x3:order=F | x.bin   | 2x3:order=F",
            })
    void shouldTakeANameApart(String given, String file, String member) {
        MatrixName name = MatrixName.of(given, MatrixFormats.ALL).orElseThrow();
        assertThat(name.file()).isEqualTo(file);
        assertThat(name.member()).isEqualTo(member);
        assertThat(MatrixName.of(name.file(), name.member())).isEqualTo(given);
        assertThat(file).endsWith(name.suffix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x.txt", "npy", "x.npy/y", "x.NPY", ":"})
    void shouldTakeNothingElse(String given) {
        assertThat(MatrixName.of(given, MatrixFormats.ALL)).isEmpty();
    }
}
