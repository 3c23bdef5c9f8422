package org.blaspool.spark;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.blaspool.BlaspoolException;
import org.blaspool.error.ExitCode;
import org.blaspool.error.InvalidInputException;

/**
 * {@code spark-submit --class org.blaspool.spark.SparkRunMain … --pairs FILE|DIR --out DIR}: {@code blaspool run} over a
 * Spark cluster. Ends with blaspool's exit codes.
 */
public final class SparkRunMain {
    private static final String USAGE = """
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

    private static final int PRODUCT_FAILED = 1;

    private SparkRunMain() {}

    /** The process ends with it, except where all went well. */
    public static void main(String[] arguments) {
        int status = run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(String[] arguments) {
        try {
            if (List.of(arguments).contains("--help")) {
                System.out.print(USAGE);
                return 0;
            }
            SparkRequest request = parse(arguments);
            SparkConf conf = new SparkConf();
            if (!conf.contains("spark.app.name") || conf.get("spark.app.name").equals(SparkRunMain.class.getName())) {
                conf.setAppName("blaspool run");
            }
            try (JavaSparkContext spark = new JavaSparkContext(conf)) {
                return report(new SparkBatch(request).run(spark));
            }
        } catch (BlaspoolException | InvalidInputException e) {
            System.err.println("blaspool: " + e.getMessage());
            return ExitCode.of(e).orElse(1);
        }
    }

    private static int report(SparkSummary summary) {
        System.out.print(summary.text());
        summary.failures().forEach(failure -> System.err.println("blaspool: product failed: " + failure));
        return summary.failures().isEmpty() ? 0 : PRODUCT_FAILED;
    }

    /** Few options, named as those of {@code blaspool run}. */
    static SparkRequest parse(String... arguments) {
        String pairs = null;
        Path out = null;
        boolean resume = false;
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
                default ->
                    throw new InvalidInputException("unknown option: " + option
                            + ", allowed --pairs, --out, --resume, --chunk-size, --blas, --help");
            }
        }
        if (pairs == null || out == null) {
            throw new InvalidInputException("no " + (pairs == null ? "products are" : "directory for results is")
                    + " given, expected --pairs FILE|DIR --out DIR");
        }
        return new SparkRequest(pairs, out, resume, chunkSize, blas);
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
