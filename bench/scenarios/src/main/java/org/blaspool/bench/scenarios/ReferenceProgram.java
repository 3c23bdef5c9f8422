package org.blaspool.bench.scenarios;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of the programs in {@code bench/reference}, which runs a round for each line that it is sent and answers with its
 * seconds; that of numpy with two figures, the whole program and the computing alone.
 */
final class ReferenceProgram implements Contender {
    private static final int LACKS_SOMETHING = 3;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter prompts;
    private final int column;

    private ReferenceProgram(List<String> command, Map<String, String> environment, int column) {
        this.column = column;
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new MissingReferenceException("cannot be started: " + command.get(0) + ": " + e.getMessage());
        }
        answers = process.inputReader();
        prompts = process.outputWriter();
        String first = answer();
        if (!first.equals("ready")) {
            process.destroyForcibly();
            throw new IllegalStateException("reference is not ready, it says: " + first);
        }
    }

    /** Plain C over the same library: mode, size, pairs in memory, products of a round. */
    static ReferenceProgram inC(Bench bench, String mode, int n, int pairs, int products) {
        Path program = bench.file("target/bench/bench/reference/reference_products");
        if (!Files.isExecutable(program)) {
            throw new MissingReferenceException("not built: " + program + "; run bench/figures");
        }
        Path library = Path.of(bench.blas().info().path());
        int threads = mode.equals("sequential") ? 1 : bench.workers();
        List<String> command = new ArrayList<>(List.of(program.toString(), library.toString(), mode));
        for (int size = 0; size < 3; size++) {
            command.add(Integer.toString(n));
        }
        command.addAll(List.of(Integer.toString(pairs), "-", Integer.toString(threads), Integer.toString(products)));
        // The bundled library finds the Fortran run-time beside it.
        return new ReferenceProgram(
                command, Map.of("LD_LIBRARY_PATH", library.getParent().toString()), 0);
    }

    /** numpy from cold, operands of ones as the tutorial has them, one BLAS thread a worker. */
    static ReferenceProgram numpyFromCold(Bench bench, String mode, int n, int pairs) {
        return numpy(bench, mode, n, pairs, "ones", 0);
    }

    /** numpy with operands made and the pool up, one BLAS thread a worker. */
    static ReferenceProgram numpyComputing(Bench bench, String mode, int n, int pairs) {
        return numpy(bench, mode, n, pairs, "random", 1);
    }

    private static ReferenceProgram numpy(Bench bench, String mode, int n, int pairs, String fill, int column) {
        String python = System.getenv().getOrDefault("BLASPOOL_PYTHON", "python3");
        List<String> command = List.of(
                python,
                bench.file("bench/reference/products.py").toString(),
                mode,
                Integer.toString(n),
                Integer.toString(pairs),
                "-",
                Integer.toString(bench.workers()),
                fill);
        // Without a fixed threshold malloc keeps what the first round freed, and the next ones do not start cold.
        return new ReferenceProgram(
                command, Map.of("OPENBLAS_NUM_THREADS", "1", "MALLOC_MMAP_THRESHOLD_", "131072"), column);
    }

    @Override
    public double seconds() {
        try {
            prompts.write("round\n");
            prompts.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("reference takes no prompt", e);
        }
        return Double.parseDouble(answer().split(" ")[column]);
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line != null) {
                return line;
            }
            int status = process.waitFor();
            if (status == LACKS_SOMETHING) {
                throw new MissingReferenceException("the reference says why above, status=" + status);
            }
            throw new IllegalStateException("reference ended: status=" + status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            prompts.close();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
