package org.blaspool.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/**
 * Options that belong together, as help shows them.
 *
 * @param title its heading
 * @param options in the order of the help
 */
public record OptionGroup(String title, List<Option> options) {
    public OptionGroup {
        options = List.copyOf(options);
    }

    /** A group without options; add them with {@link #with} and {@link #flag}. */
    public static OptionGroup of(String title) {
        return new OptionGroup(title, List.of());
    }

    /** This group and an option that takes a value. */
    public OptionGroup with(String name, String value, String description) {
        return and(Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .get());
    }

    /** This group and an option without a value. */
    public OptionGroup flag(String name, String description) {
        return and(Option.builder().longOpt(name).desc(description).get());
    }

    private OptionGroup and(Option option) {
        List<Option> more = new ArrayList<>(options);
        more.add(option);
        return new OptionGroup(title, more);
    }
}
