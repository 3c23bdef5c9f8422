package org.blaspool.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.blaspool.plan.DgemmRates;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.MachineProfile.Conditions;
import org.blaspool.plan.RateCurve;
import org.junit.jupiter.api.Test;

class ProfilesTest {
    private static final Conditions BUSY = new Conditions(0.3, 4);

    private static MachineProfile measuredUnder(Conditions conditions) {
        RateCurve curve = new RateCurve(Map.of(64, 1e9));
        DgemmRates rates = new DgemmRates(curve, curve, 0);
        return new MachineProfile("a machine", 1, 1 << 20, rates, rates, rates, 1e9, Map.of(), 1, conditions);
    }

    @Test
    void shouldMeasureAnewWhatWasMeasuredOnABusyMachineOnceItIsQuiet() {
        assertThat(Profiles.isWorthAnother(measuredUnder(BUSY), () -> Conditions.QUIET))
                .isTrue();
        assertThat(Profiles.isWorthAnother(measuredUnder(BUSY), () -> BUSY)).isFalse();
    }

    @Test
    void shouldNotLookAtTheMachineForAProfileOfAQuietOne() {
        assertThat(Profiles.isWorthAnother(measuredUnder(Conditions.QUIET), () -> {
                    throw new AssertionError("the machine was looked at");
                }))
                .isFalse();
    }

    @Test
    void shouldWarnOfAProfileOfABusyMachine() {
        assertThat(Profiles.issues(measuredUnder(BUSY)))
                .singleElement()
                .satisfies(issue -> assertThat(issue.text()).contains("30 %", "4.00"));
        assertThat(Profiles.issues(measuredUnder(Conditions.QUIET))).isEmpty();
    }
}
