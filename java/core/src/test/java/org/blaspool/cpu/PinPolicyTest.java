package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"auto|AUTO", "none|NONE", "compact|COMPACT", "scatter|SCATTER", "0-3,8|LIST"})
    void shouldReadWhatItWrites(String text, PinPolicy.Kind kind) {
        PinPolicy policy = PinPolicy.parse(text);
        assertThat(policy.kind()).isEqualTo(kind);
        assertThat(policy).hasToString(text).isEqualTo(PinPolicy.parse(text)).hasSameHashCodeAs(PinPolicy.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Auto", "cores", "-1", "0-", "0+8"})
    void shouldRefuseWhatIsNoPolicy(String text) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> PinPolicy.parse(text));
    }

    @org.junit.jupiter.api.Test
    void shouldSayWhatIsAllowed() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PinPolicy.parse("cores"))
                .withMessage("pin policy is not known: pin=\"cores\", expected auto, none, compact, scatter or a CPU"
                        + " list such as 0-3,8 after --pin");
    }
}
