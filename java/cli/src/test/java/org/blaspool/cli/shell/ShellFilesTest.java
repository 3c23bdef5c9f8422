package org.blaspool.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.compare.CompareCommand;
import org.blaspool.cli.command.report.ReportCommand;
import org.blaspool.cli.command.run.RunCommand;
import org.blaspool.cli.shell.ManPage.EnvironmentVariable;
import org.blaspool.cli.shell.ShellOptions.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellFilesTest {
    private static final List<Command> COMMANDS =
            List.of(CompareCommand.COMMAND, RunCommand.COMMAND, ReportCommand.COMMAND);

    @TempDir
    private Path directory;

    private record Ended(int status, String text) {}

    private static Ended run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isThere(String program) {
        return run("sh", "-c", "command -v " + program).status() == 0;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "blaspool co; compare",
                "blaspool --yes ru; run",
                "blaspool compare --str; --strategies",
                "blaspool compare --strategies threads,processes-h; threads,processes-hosted",
                "blaspool compare --codec j; java",
                "blaspool compare --blas bundled,sys; bundled,system",
                "blaspool compare --suite t; tutorial",
                "blaspool run --on-error c; continue",
                "blaspool install --pre; --prefix",
                "blaspool compare --size 1; ''"
            })
    void shouldCompleteInBash(String line, String expected) throws IOException {
        Path script = Files.writeString(directory.resolve("blaspool"), BashCompletion.of(COMMANDS));
        String words = "source " + script + "; COMP_WORDS=(" + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _blaspool; echo \"${COMPREPLY[*]}\"";

        assertThat(run("bash", "-c", words)).isEqualTo(new Ended(0, expected));
    }

    @Test
    void shouldCompleteFileNamesWithBlanksInBash() throws IOException {
        Path script = Files.writeString(directory.resolve("blaspool"), BashCompletion.of(COMMANDS));
        Files.createDirectory(directory.resolve("a result"));
        String words = "cd " + directory + "; source " + script
                + "; COMP_WORDS=(blaspool run --out a); COMP_CWORD=3; _blaspool; echo \"${#COMPREPLY[@]} $COMPREPLY\"";

        assertThat(run("bash", "-c", words).text()).isEqualTo("1 a result");
    }

    @Test
    void shouldBeSoundZsh() throws IOException {
        assumeThat(isThere("zsh")).isTrue();
        Path script = Files.writeString(directory.resolve("_blaspool"), ZshCompletion.of(COMMANDS));

        assertThat(run("zsh", "-f", "-n", script.toString())).isEqualTo(new Ended(0, ""));
        String loaded =
                "fpath=(" + directory + " $fpath); autoload -Uz compinit; compinit -u -D; echo $_comps[blaspool]";
        assertThat(run("zsh", "-f", "-c", loaded).text()).isEqualTo("_blaspool");
    }

    /** Types a line into an interactive zsh, presses Tab, and has the shell print what the line is then: {@code DIR LINE}. */
    private static final String TYPE_INTO_ZSH = """
        zmodload zsh/zpty || exit 9
        zpty shell zsh -f -i
        zpty -w shell "PS1= PS2= RPS1=; stty -echo; fpath=($1 \\$fpath); autoload -Uz compinit; compinit -u -D; cd $1"
        zpty -w shell 'show() { print -r -- "<$BUFFER>"; BUFFER=; zle accept-line; }; zle -N show; bindkey "^X" show'
        zpty -w shell 'setopt no_beep no_list_beep no_auto_menu; unsetopt prompt_cr prompt_sp; print -r re""ady'
        zpty -r -m shell out '*ready*'
        zpty -w -n shell "$2"$'\\t'$'\\C-x'
        zpty -r -m shell out $'*<*>*'
        print -r -- "${${out##*<}%%>*}"
        zpty -d shell
        """;

    /** The same with bash, on a terminal that zsh lends. */
    private static final String TYPE_INTO_BASH = """
        zmodload zsh/zpty || exit 9
        zpty shell env PS1= TERM=dumb bash --norc --noprofile -i
        zpty -w shell "stty -echo; cd $1; source ./blaspool"
        zpty -w shell 'show() { echo "<$READLINE_LINE>"; }; bind -x "\\"\\C-t\\": show"; echo re""ady'
        zpty -r -m shell out '*ready*'
        zpty -w -n shell "$2"$'\\t'$'\\C-t'
        zpty -r -m shell out $'*<*>*'
        print -r -- "${${out##*<}%%>*}"
        zpty -d shell
        """;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "blaspool compa; blaspool compare",
                "blaspool compare --strateg; blaspool compare --strategies=",
                "blaspool compare --strategies=threads,processes-h; blaspool compare"
                        + " --strategies=threads,processes-hosted,",
                "blaspool compare --codec=j; blaspool compare --codec=java",
                "blaspool compare --codec j; blaspool compare --codec java",
                "blaspool compare --suite=t; blaspool compare --suite=tutorial",
                "blaspool run --on-error=c; blaspool run --on-error=continue",
                "blaspool install --pre; blaspool install --prefix="
            })
    void shouldCompleteWhatIsTypedIntoZsh(String line, String expected) throws IOException {
        assumeThat(isThere("zsh")).as("zsh is there").isTrue();
        Files.writeString(directory.resolve("_blaspool"), ZshCompletion.of(COMMANDS));

        assertThat(typed(TYPE_INTO_ZSH, line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "blaspool compa; blaspool compare",
                "blaspool compare --codec j; blaspool compare --codec java",
                "blaspool compare --strategies threads,processes-h; blaspool compare --strategies"
                        + " threads,processes-hosted",
                "blaspool install --pre; blaspool install --prefix"
            })
    void shouldCompleteWhatIsTypedIntoBash(String line, String expected) throws IOException {
        assumeThat(isThere("zsh")).as("zsh is there, whose zpty drives bash").isTrue();
        Files.writeString(directory.resolve("blaspool"), BashCompletion.of(COMMANDS));

        assertThat(typed(TYPE_INTO_BASH, line)).isEqualTo(expected);
    }

    private String typed(String script, String line) throws IOException {
        Path file = Files.writeString(directory.resolve("type.zsh"), script);
        // Without an end to wait for a shell that does not answer would stop the suite.
        return run("timeout", "60", "zsh", "-f", file.toString(), directory.toString(), line)
                .text();
    }

    @Test
    void shouldHoldEveryOptionExitCodeAndVariableInAManualPageWithoutWarnings() throws IOException {
        String page = ManPage.of(COMMANDS, "1.0");
        for (Command command : COMMANDS) {
            for (Option option : ShellOptions.of(command)) {
                assertThat(page).contains("\\-\\-" + option.getLongOpt().replace("-", "\\-"));
            }
        }
        ExitCode.ALL.forEach(code -> assertThat(page).contains(".B " + code.code() + "\n"));
        EnvironmentVariable.ALL.forEach(variable -> assertThat(page).contains(".B " + variable.name()));

        assumeThat(isThere("groff")).isTrue();
        Path file = Files.writeString(directory.resolve("blaspool.1"), page);
        String checked = "groff -ww -man -Tutf8 " + file + " 2>&1 >/dev/null";
        assertThat(run("sh", "-c", checked)).isEqualTo(new Ended(0, ""));
    }
}
