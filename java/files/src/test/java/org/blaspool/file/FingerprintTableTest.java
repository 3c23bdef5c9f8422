package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.file.FingerprintTable.Fingerprint;
import org.junit.jupiter.api.Test;

class FingerprintTableTest {
    @Test
    void shouldKeepTheNumbersOfManyTexts() {
        FingerprintTable table = new FingerprintTable(2);
        for (int i = 1; i <= 10_000; i++) {
            table.put(Fingerprint.of("text " + i), i, -i);
        }
        table.put(Fingerprint.of("text 7"), 70, 700);

        assertThat(table.size()).isEqualTo(10_000);
        for (int i = 1; i <= 10_000; i++) {
            assertThat(table.get(Fingerprint.of("text " + i), 1)).isEqualTo(i == 7 ? 700 : -i);
        }
        assertThat(table.contains(Fingerprint.of("text 0"))).isFalse();
        assertThat(table.get(Fingerprint.of("text 0"), 0)).isZero();
    }

    @Test
    void shouldKeepTextsApartThatFallOnOnePlace() {
        FingerprintTable table = new FingerprintTable(1);
        for (int low = 1; low <= 60; low++) {
            table.put(new Fingerprint(63, low), low);
        }
        for (int low = 1; low <= 60; low++) {
            assertThat(table.get(new Fingerprint(63, low), 0)).isEqualTo(low);
        }
    }

    @Test
    void shouldRefuseTheNumberThatMarksAFreePlace() {
        assertThatThrownBy(() -> new FingerprintTable(1).put(Fingerprint.of("x"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
