package org.blaspool.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.compare.CompareCommand;
import org.blaspool.cli.command.info.InfoCommand;
import org.blaspool.cli.command.plan.PlanCommand;
import org.blaspool.cli.command.profile.ProfileCommand;
import org.blaspool.cli.command.report.ReportCommand;
import org.blaspool.cli.command.run.RunCommand;
import org.blaspool.cli.shell.ShellCommand;

/** All commands, in the order of the help. A new one is a class in a package of its own and a line here. */
final class Commands {
    private Commands() {}

    static List<Command> all() {
        return List.of(
                CompareCommand.COMMAND,
                RunCommand.COMMAND,
                PlanCommand.COMMAND,
                InfoCommand.COMMAND,
                ReportCommand.COMMAND,
                ProfileCommand.COMMAND);
    }

    /** What the launcher asks for rather than a user. */
    static List<Command> hidden() {
        return List.of(ShellCommand.of(all(), Version.ofBlaspool()));
    }

    /** Versions: of blaspool, of the JVM it runs on, of the BLAS that comes with it. */
    static final class Version {
        private Version() {}

        static String text() {
            Properties versions = read();
            return """
                blaspool %s
                Java %s (%s)
                bundled BLAS: OpenBLAS %s
                """.formatted(
                            versions.getProperty("blaspool"),
                            System.getProperty("java.version"),
                            System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"),
                            versions.getProperty("openblas"));
        }

        /** The version of blaspool alone. */
        static String ofBlaspool() {
            return read().getProperty("blaspool");
        }

        private static Properties read() {
            Properties versions = new Properties();
            try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
                versions.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return versions;
        }
    }
}
