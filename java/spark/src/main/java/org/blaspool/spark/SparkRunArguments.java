package org.blaspool.spark;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.blaspool.error.InvalidInputException;

/** The command line of {@link SparkRunMain}: few options, named as those of {@code blaspool run}. */
record SparkRunArguments(SparkRequest request, boolean help) {
    static final String USAGE = """
            usage: spark-submit --class org.blaspool.spark.SparkRunMain [spark's options] blaspool-spark.jar
                       --pairs FILE|DIR --out DIR [option]...

            Multiplies pairs of matrices from files over the executors of a Spark cluster. Manifest, files and results are
            those of "blaspool run", on a file system that all machines see.

              --pairs FILE|DIR    the manifest, or the directory with a/ and b/
              --out DIR           where results go; made if missing
              --resume            skip results that are there; without it they are an error
              --chunk-size N      products of a Spark task [a quarter of each slot's share, at most 256]
              --blas KIND         bundled, system or the path of a library on the executors [bundled]
              --help              this text
            """;

    static SparkRunArguments parse(String[] arguments) {
        String pairs = null;
        Path out = null;
        boolean resume = false;
        boolean help = false;
        OptionalInt chunkSize = OptionalInt.empty();
        String blas = "bundled";
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--pairs" -> pairs = value(option, rest);
                case "--out" -> out = path(value(option, rest));
                case "--resume" -> resume = true;
                case "--chunk-size" -> chunkSize = OptionalInt.of(number(value(option, rest)));
                case "--blas" -> blas = value(option, rest);
                case "--help" -> help = true;
                default ->
                    throw new InvalidInputException("unknown option: " + option
                            + ", allowed --pairs, --out, --resume, --chunk-size, --blas, --help");
            }
        }
        if (!help && (pairs == null || out == null)) {
            throw new InvalidInputException("no " + (pairs == null ? "products are" : "directory for results is")
                    + " given, expected --pairs FILE|DIR --out DIR");
        }
        return new SparkRunArguments(help ? null : new SparkRequest(pairs, out, resume, chunkSize, blas), help);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new InvalidInputException("option has no value: " + option);
        }
        return rest.next();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("directory name is not valid: out=" + text, e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidInputException("chunk size is not a number: chunk-size=" + text, e);
        }
    }
}
