package org.blaspool.spark;

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
            SparkRunArguments parsed = SparkRunArguments.parse(arguments);
            if (parsed.help()) {
                System.out.print(SparkRunArguments.USAGE);
                return 0;
            }
            SparkConf conf = new SparkConf();
            if (!conf.contains("spark.app.name") || conf.get("spark.app.name").equals(SparkRunMain.class.getName())) {
                conf.setAppName("blaspool run");
            }
            try (JavaSparkContext spark = new JavaSparkContext(conf)) {
                return report(new SparkBatch(parsed.request()).run(spark));
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
}
