package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;

/** {@code blaspool run}: products of matrices in files. */
public final class RunCommand implements Command {
    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "multiplies matrices from files and stores the results";
    }

    @Override
    public String description() {
        return """
                Multiplies pairs of matrices from .npy files and stores each product as a file.
                --pairs is a directory with a/*.npy and b/*.npy of the same names, or a
                manifest: CSV with the header a,b,out (and, if you like, alpha,beta,c,transa,
                transb), or JSON Lines with these keys; - reads it from standard input. a, b
                and c are relative to the manifest, out to --out.

                All files are checked before anything is computed; every product is verified
                before it is stored. A result is written under another name and renamed: a
                file that is there is complete, and --resume goes on where a run stopped.
                """;
    }

    @Override
    public List<OptionGroup> options() {
        return List.of(
                OptionGroup.of("Products")
                        .with("pairs", "FILE|DIR|-", "the manifest or the directory with a/ and b/")
                        .with("out", "DIR", "where results go; made if missing")
                        .with("shard", "K/N", "only every N-th entry, from the K-th on, counted from 0 [0/1]")
                        .flag("resume", "skip results that are there; without it they are an error")
                        .flag("dry-run", "check everything, say what would be done, and stop"),
                OptionGroup.of("How")
                        .with("strategy", "auto|SPEC", "a strategy as compare takes it, or let run choose [auto]")
                        .with("on-error", "stop|continue", "what follows when a product fails [stop]")
                        .with("retries", "N", "workers that a product may kill before it is given up [3]")
                        .with(
                                "timeout",
                                "SECONDS",
                                "for each product; a worker that takes longer is killed, and its product retried [no"
                                        + " limit]"),
                StrategyOptions.group("KIND"),
                ObservationOptions.group(),
                OutputOptions.jsonGroup());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("blaspool run --pairs in --out c", "in/a/x.npy times in/b/x.npy to c/x.npy, for every x"),
                new Example("blaspool run --pairs list.csv --out c --dry-run", "checks the files, computes nothing"),
                new Example(
                        "blaspool run --pairs list.csv --out c --shard $SLURM_ARRAY_TASK_ID/8 --resume",
                        "one of eight jobs of an array 0-7, also after it was stopped"));
    }

    @Override
    public Request read(Arguments arguments) {
        RunRequest request = RunRequest.read(arguments);
        return session -> new FileRun(request, session).carryOut();
    }
}
