package org.blaspool.independent;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.MatrixFormats;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.independent.FileWork.FileTask;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.Attachment;
import org.blaspool.pool.KeptResults;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.strategy.PooledStrategy;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.blaspool.strategy.StrategyProvider;
import org.blaspool.task.TaskTable;

/** Worker JVMs whose tasks load operands from files and store results to files; nothing passes through the parent. */
public final class IndependentStrategy extends PooledStrategy {
    /** Found where its strategy is asked for. */
    public static final class Provider implements StrategyProvider {
        @Override
        public StrategyKind kind() {
            return StrategyKind.INDEPENDENT;
        }

        @Override
        public Strategy create(StrategySpec spec, StrategyContext context) {
            return new IndependentStrategy(spec, context);
        }
    }

    private ScratchDirectory files;
    private List<FileTask> tasks;

    IndependentStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, FileWork.class.getModule().isNamed() ? withModulesAsClassPath(context) : context);
    }

    /** Workers have a class path alone, on which this module's work has to be found. */
    private static StrategyContext withModulesAsClassPath(StrategyContext context) {
        List<String> entries = new ArrayList<>(context.surroundings().jvm().classPath());
        for (String entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator)) {
            boolean holdsJars = Files.isDirectory(Path.of(entry))
                    && !Files.exists(Path.of(entry).resolve("module-info.class"));
            entries.add(holdsJars ? entry + "/*" : entry);
        }
        return context.with(context.surroundings().withClassPath(entries));
    }

    /** Writes the operands to scratch files, from which the clock starts. */
    @Override
    protected void take(Batch batch) {
        batch(batch);
        files = ScratchDirectory.create(context().scratch());
        List<FileTask> written = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Dgemm product = batch.get(i);
            ProductEntry entry = new ProductEntry(
                    i,
                    write(product.a(), "a" + i),
                    write(product.b(), "b" + i),
                    product.beta() == 0 ? null : write(product.c(), "c" + i),
                    file("out" + i),
                    "",
                    product.alpha(),
                    product.beta(),
                    product.transposeA(),
                    product.transposeB());
            written.add(new FileTask(entry, product.c().layout(), false));
        }
        attach(written);
    }

    /** Takes tasks whose operands are files already. */
    public void load(List<FileTask> fileTasks) {
        bring(() -> {
            batch(null);
            attach(fileTasks);
        });
    }

    private void attach(List<FileTask> fileTasks) {
        tasks = List.copyOf(fileTasks);
        table = TaskTable.ofClaims(
                configuration().chunking(tasks.size()), configuration().workers(), journal());
        pool().attach(Attachment.provided(table, FileWork.NAME, channel -> FileWork.send(tasks, channel)));
    }

    private Path file(String name) {
        return files.path().resolve(name + ".npy");
    }

    private MatrixSource write(StoredMatrix matrix, String name) {
        Path file = file(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            MatrixFormats.forResult(file.toString()).write(matrix, "", channel);
            return MatrixSource.of(file);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "operand cannot be written: file=" + file + " reason=" + Reason.of(e)
                            + ", expected room for all operands and results; see --scratch",
                    e);
        }
    }

    /** Results of scratch files are new files each time, as those of a run are: to write over old ones waits for the disk. */
    @Override
    protected Round compute() {
        if (files != null) {
            tasks.forEach(task -> remove(task.entry().out()));
        }
        table.reset();
        return clocked(table, () -> pool().work(null, KeptResults.none()));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "result of the batch before cannot be removed: file=" + file + " reason=" + Reason.of(e)
                            + ", expected a directory of this user's own; see --scratch",
                    e);
        }
    }

    /** Reads the results of a batch back; results of {@link #load(List)} stay where they are. */
    @Override
    protected void bringResults() {
        if (batch() == null) {
            return;
        }
        for (int i = 0; i < tasks.size(); i++) {
            MatrixSource.of(tasks.get(i).entry().out()).read(batch().get(i).c());
        }
    }

    @Override
    protected void letGo() {
        super.letGo();
        if (files != null) {
            files.close();
            files = null;
        }
    }
}
