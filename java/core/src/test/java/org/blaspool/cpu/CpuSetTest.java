package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "0-3,8 | 0-3,8",
                "8,3,2,1,0 | 0-3,8",
                "0-1,2-3 | 0-3",
                "0-14:7 | 0,7,14",
                "0-6:2,1 | 0-2,4,6",
                "8191 | 8191",
                "5-5 | 5",
                "' 1 , 3 ' | 1,3",
                "0,1 | 0-1",
            })
    void shouldWriteAListInItsShortestForm(String list, String expected) {
        assertThat(CpuSet.parse(list)).hasToString(expected);
        assertThat(CpuSet.parse(expected)).isEqualTo(CpuSet.parse(list));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "0,",
                "a",
                "-1",
                "1-",
                "3-1",
                "0--2",
                "0-3:0",
                "0-3:",
                "5:2",
                "0x1",
                "8192",
                "0-8192",
                "99999999999",
                "1 2",
                "0-3:-1",
                "+1",
                "٣"
            })
    void shouldRefuseWhatIsNoList(String list) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> CpuSet.parse(list));
    }

    @Test
    void shouldNameTheRangeThatItCannotRead() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CpuSet.parse("0-3,7-5"))
                .withMessage("cpu list is not readable: range=\"7-5\" in list=\"0-3,7-5\", expected CPU numbers and"
                        + " ranges such as 0-3,8");
    }

    @Test
    void shouldCombineSetsWithoutChangingThem() {
        CpuSet low = CpuSet.range(0, 3);
        CpuSet high = CpuSet.of(2, 3, 9);
        assertThat(low.union(high)).hasToString("0-3,9");
        assertThat(low.intersection(high)).hasToString("2-3");
        assertThat(low.minus(high)).hasToString("0-1");
        assertThat(low).hasToString("0-3").hasSameHashCodeAs(CpuSet.parse("0-3"));
        assertThat(high.toArray()).containsExactly(2, 3, 9);
        assertThat(low.containsAll(CpuSet.of(1, 2))).isTrue();
        assertThat(low.containsAll(high)).isFalse();
        assertThat(low.intersects(CpuSet.of(4))).isFalse();
        assertThat(low.contains(-1)).isFalse();
    }

    @Test
    void shouldHaveNoFirstCpuWhenEmpty() {
        assertThat(CpuSet.parseMaybeEmpty("\n")).isEqualTo(CpuSet.empty()).hasToString("");
        assertThatIllegalStateException().isThrownBy(() -> CpuSet.empty().first());
    }
}
