package org.blaspool.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "512, 512",
        "4K, 4096",
        "512M, 536870912",
        "512m, 536870912",
        "4G, 4294967296",
        "4GiB, 4294967296",
        "2T, 2199023255552",
        "9223372036854775807, 9223372036854775807"
    })
    void shouldReadBinarySuffixes(String text, long bytes) {
        assertThat(ByteSize.parse("memory-limit", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "M", "1.5G", "4P", "9223372036854775808", "8388608T", "4 G", "0x10"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse("memory-limit", text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("memory-limit=" + text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "536870912, 512 MiB", "1610612736, 1.5 GiB"})
    void shouldWriteThemForPeople(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }
}
