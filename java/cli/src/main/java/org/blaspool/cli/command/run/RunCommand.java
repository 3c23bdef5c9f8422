package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;

/** {@code blaspool run}: products of matrices in files. */
public final class RunCommand {
    public static final Command COMMAND = new Command(
            "run",
            "[options]",
            "multiplies matrices from files and stores the results",
            """
            Multiplies pairs of matrices from files and stores each product as a file.
            --pairs is a manifest: CSV with the header a,b,out (and, if you like, alpha,
            beta,c,transa,transb), or JSON objects with these keys, one a line or in an
            array; - reads it from standard input. a, b and c are relative to the
            manifest, out to --out. Or it is a directory with a/* and b/* of the same
            names, or two patterns whose stars stand for the same, as
            'in/a_*.npy,in/b_*.npy'; results are named by that.

            Matrices are read from
              x.npy                    numpy
              x.npz, x.npz:NAME        numpy, also compressed
              x.h5, x.h5:/GROUP/NAME   HDF5 (also .hdf5, .he5)
              x.mtx                    Matrix Market, made dense
              x.bin:ROWSxCOLUMNS       raw (also .raw); then perhaps :order=F (columns
                                       one after another), :dtype=<f4 (default <f8)
            as float64, or as float32, float16 or integers, which are widened. Results
            are x.npy, x.h5 or x.h5:/NAME. docs/formats.md has what is refused, and why.

            All files are checked before anything is computed; every product is verified
            before it is stored. A result is written under another name, synced and renamed:
            a file that is there is complete. What is finished is noted in a journal in
            --out, one a shard; --resume computes what is missing, what has no record, and
            what has other inputs than were recorded (by size, time and inode).
            """,
            List.of(
                    OptionGroup.of("Products")
                            .with(
                                    "pairs",
                                    "FILE|DIR|A,B|-",
                                    "the manifest, the directory with a/ and b/, or two patterns")
                            .with("out", "DIR", "where results go; made if missing")
                            .with("shard", "K/N", "only every N-th entry, from the K-th on, counted from 0 [0/1]")
                            .flag(
                                    "resume",
                                    "keep what the journal says is finished; without it results that are there are an"
                                            + " error")
                            .flag(
                                    "verify-results",
                                    "with --resume: read results and compare checksums before they are kept")
                            .flag("dry-run", "check everything, say what would be done, and stop"),
                    OptionGroup.of("How")
                            .with("strategy", "auto|SPEC", "a strategy as compare takes it, or let run choose [auto]")
                            .with("on-error", "stop|continue", "what follows when a product fails [stop]")
                            .with("retries", "N", "workers that a product may kill before it is given up [3]")
                            .with(
                                    "timeout",
                                    "SECONDS",
                                    "for each product; a worker that takes longer is killed, and its product retried"
                                            + " [no limit]"),
                    OptionGroup.of("Watching")
                            .with("status", "FILE", "keep the state of the run in a JSON file, replaced once a second")
                            .with(
                                    "progress",
                                    "SECONDS",
                                    "between two lines of progress where there is no terminal [60]"),
                    StrategyOptions.group("KIND"),
                    ObservationOptions.group(),
                    OutputOptions.jsonGroup()),
            List.of(
                    new Command.Example(
                            "blaspool run --pairs in --out c", "in/a/x.npy times in/b/x.npy to c/x.npy, for every x"),
                    new Command.Example(
                            "blaspool run --pairs 'in/a_*.npz,in/b_*.h5:/x' --out c",
                            "in/a_1.npz times /x of in/b_1.h5 to c/1.npy"),
                    new Command.Example(
                            "blaspool run --pairs list.csv --out c --dry-run", "checks the files, computes nothing"),
                    new Command.Example(
                            "blaspool run --pairs list.csv --out c --shard $SLURM_ARRAY_TASK_ID/8 --resume",
                            "one of eight jobs of an array 0-7, also after it was stopped")),
            RunCommand::read);

    private RunCommand() {}

    private static Command.Request read(Arguments arguments) {
        RunRequest request = RunRequest.read(arguments);
        return session -> new RunCall(request, session).carryOut();
    }
}
