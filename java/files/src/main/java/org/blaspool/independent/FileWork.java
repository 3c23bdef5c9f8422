package org.blaspool.independent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixFormats;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ResultFile;
import org.blaspool.file.SizedProduct;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.task.TaskRecorder;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.worker.Scratch;
import org.blaspool.worker.TableWork;
import org.blaspool.worker.WorkProvider;

/** Work on tasks that load their operands from files and store their results to files. */
public final class FileWork implements TableWork {
    static final String NAME = "files";

    /** Found in a worker by its name. */
    public static final class Provider implements WorkProvider {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public TableWork open(Channel parent, BlasLibrary blas) throws IOException {
            int count = parent.getInt();
            if (count < 0) {
                throw new CorruptFrameException("files of tasks=" + count + ", expected at least 0");
            }
            List<FileTask> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tasks.add(FileTask.get(parent));
            }
            return new FileWork(tasks, blas);
        }
    }

    private final List<FileTask> tasks;
    private final BlasLibrary blas;
    private final Scratch scratch = new Scratch();
    private long bytesMoved;

    private FileWork(List<FileTask> tasks, BlasLibrary blas) {
        this.tasks = tasks;
        this.blas = blas;
    }

    /** Puts what {@link Provider#open} gets. */
    static void send(List<FileTask> tasks, Channel worker) throws IOException {
        worker.putInt(tasks.size());
        for (FileTask task : tasks) {
            task.put(worker);
        }
    }

    @Override
    public void run(long index, TaskRecorder recorder) throws IOException {
        FileTask task = tasks.get((int) index);
        recorder.enter(TaskPhase.DESERIALIZE, System.nanoTime());
        Dgemm product = load(task);
        recorder.compute(product, System.nanoTime());
        blas.multiply(product);
        recorder.enter(TaskPhase.RETURN, System.nanoTime());
        store(task, product.c());
        bytesMoved += product.bytes();
    }

    @Override
    public long bytesMoved() {
        return bytesMoved;
    }

    private Dgemm load(FileTask task) {
        SizedProduct product = SizedProduct.of(task.entry(), MatrixSource::header);
        scratch.reserve(product.footprint());
        return product.load(
                scratch::take, product.c() == null ? task.layout() : product.c().layout());
    }

    private static void store(FileTask task, StoredMatrix result) throws IOException {
        Path out = task.entry().out();
        if (task.durable()) {
            ResultFile.store(result, out, task.entry().outMember(), true);
            return;
        }
        try (FileChannel channel = FileChannel.open(
                out, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            MatrixFormats.forResult(out.toString()).write(result, "", channel);
        }
    }

    @Override
    public void close() {
        scratch.close();
    }

    /**
     * A product whose operands and result are files.
     *
     * @param entry whose result replaces what is at its place
     * @param layout how the result is stored, where it does not start from c
     * @param durable whether the result must survive a crash of the machine: synced and renamed, not merely written
     */
    public record FileTask(ProductEntry entry, Layout layout, boolean durable) {
        /** Puts it on a channel. */
        public void put(Channel channel) throws IOException {
            List<String> texts = entry.texts();
            channel.putInt(texts.size());
            for (String text : texts) {
                channel.putText(text);
            }
            channel.putByte(layout.ordinal());
            channel.putByte(durable ? 1 : 0);
        }

        /** Gets one from a channel. */
        public static FileTask get(Channel channel) throws IOException {
            List<String> texts = new ArrayList<>();
            for (int i = channel.getInt(); i > 0; i--) {
                texts.add(channel.getText());
            }
            try {
                ProductEntry entry = ProductEntry.ofTexts(texts);
                return new FileTask(entry, Layout.values()[channel.getByte()], channel.getByte() != 0);
            } catch (InvalidInputException | IndexOutOfBoundsException e) {
                throw new CorruptFrameException("task is not one: " + e.getMessage());
            }
        }
    }
}
