package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @Test
    void shouldSayInOnePageWhatBlaspoolIs() {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, "--help");

        assertThat(line.status()).isZero();
        assertThat(line.err()).isEmpty();
        assertThat(line.out().lines().count()).isLessThan(45);
        assertThat(line.out().lines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(80));
        assertThat(line.out()).contains("usage: blaspool COMMAND", "blaspool compare", "Exit codes:");
        for (String command : List.of("compare", "run", "plan", "info", "report", "profile", "install", "test")) {
            assertThat(line.out()).containsPattern("\n  " + command + " +\\w");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "run", "plan", "info", "report", "profile"})
    void shouldShowEveryOptionWithinEightyColumns(String name) {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, name, "--help");

        assertThat(line.status()).isZero();
        assertThat(line.out().lines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(80));
        Command command = Commands.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        command.options().stream()
                .flatMap(group -> group.options().stream())
                .map(Option::getLongOpt)
                .forEach(option -> assertThat(line.out()).contains("--" + option));
        assertThat(line.out()).contains("Examples:", "Exit codes:");
        assertThat(CommandLine.run(CommandLine.UNTOUCHED, "help", name).out()).isEqualTo(line.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "run", "plan", "info", "report", "profile"})
    void shouldReadItsOwnExamples(String name) {
        Command command = Commands.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        for (Command.Example example : command.examples()) {
            String words = example.line().replaceFirst("^.*?blaspool " + name + " ?", "");
            if (name.equals("report") || words.contains("$")) {
                continue; // names files that are not there, or a variable of a job
            }
            List<String> typed = words.isEmpty() ? List.of() : List.of(words.split(" "));
            assertThat(command.reader().read(org.blaspool.cli.option.Arguments.parse(command.options(), typed)))
                    .isNotNull();
        }
    }

    @Test
    void shouldNameVersions() {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, "--version");

        assertThat(line.status()).isZero();
        assertThat(line.out())
                .containsPattern("blaspool \\d")
                .containsPattern("Java \\d")
                .containsPattern("OpenBLAS \\d");
    }
}
