package org.blaspool.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.blaspool.Operation;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.HomeCpu;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.jni.NativeProcess;
import org.blaspool.memory.Region;
import org.blaspool.operation.Application;
import org.blaspool.operation.CallContext;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskRecorder;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.WorkerFailure;
import org.blaspool.usage.Computed;
import org.blaspool.worker.Scratch.LentResults;

/**
 * A worker's conversation with its parent, or an array server's: one message after another, each handled before the next is
 * read.
 */
final class WorkerSession {
    private final Channel channel;
    private final int slot;
    private BlasLibrary blas;
    private ThreadLimit limit;
    private HomeCpu home = new HomeCpu(HomeCpu.NONE);
    private RegionMap regions = new RegionMap(List.of());
    private TaskTable table;
    private TableWork tableWork;
    /** Memory of tasks that are sent, kept from round to round: fresh pages cost as much as a small batch. */
    private final Scratch scratch = new Scratch();

    private final LentResults results;
    private final OperationCopies operations = new OperationCopies();
    /** Of an array server. */
    private HostedTasks hosted;

    WorkerSession(Channel channel, int slot) {
        this.channel = channel;
        this.slot = slot;
        results = new LentResults(channel);
    }

    void run() throws IOException {
        try (scratch;
                results;
                operations) {
            obey();
        }
    }

    private void obey() throws IOException {
        for (Message message = next(); message != Message.SHUTDOWN; message = next()) {
            try {
                handle(message);
            } catch (IOException e) {
                throw e;
            } catch (Throwable e) {
                // Whatever it is, the parent is told: a worker that ends would be replaced, and end again.
                fail(e);
            }
            channel.flush();
        }
    }

    /** The next message, waited for at home: what comes may be a batch. */
    private Message next() throws IOException {
        if (channel.hasBuffered()) {
            return Message.get(channel);
        }
        home.enter();
        try {
            return Message.get(channel);
        } finally {
            home.leave();
        }
    }

    private void handle(Message message) throws IOException {
        switch (message) {
            case CONFIGURE -> configure();
            case ATTACH -> attach();
            case DETACH -> detach();
            case CONNECT -> connect();
            case CLASSES -> operations.connect(channel);
            case OPERATION -> operations.take(channel);
            case FORGET -> operations.forget(channel.getLong());
            case PROVIDED -> provided();
            case WORK -> {
                require(blas != null, message, Message.CONFIGURE);
                require(table != null, message, Message.ATTACH);
                batch(tableWork != null && tableWork.isFed(), this::work);
            }
            case TASKS -> {
                require(blas != null, message, Message.CONFIGURE);
                require(table != null, message, Message.ATTACH);
                batch(true, () -> new SerializedWork(channel, blas, operations, table, slot, scratch, results).run());
            }
            case USAGE -> {
                Message.USAGE.put(channel);
                channel.putLongs(NativeProcess.usage());
            }
            default -> throw new CorruptFrameException("message=" + message + " is not for a worker");
        }
    }

    private void connect() throws IOException {
        if (slot != ArrayServerMain.SLOT) {
            tableWork = HostedWork.connect(channel, blas);
            return;
        }
        if (hosted == null) {
            hosted = new HostedTasks();
        }
        hosted.connect(channel);
    }

    private void provided() throws IOException {
        String name = channel.getText();
        for (WorkProvider provider : ServiceLoader.load(WorkProvider.class, WorkProvider.class.getClassLoader())) {
            if (provider.name().equals(name)) {
                tableWork = provider.open(channel, blas);
                Message.READY.put(channel);
                return;
            }
        }
        throw new CorruptFrameException("work=" + name + " is not on the worker's class path");
    }

    /** What a worker does of a batch. */
    private interface BatchWork {
        void run() throws IOException;
    }

    /** @param fed whether another thread hands it the operands, one that is at this worker's home */
    private void batch(boolean fed, BatchWork work) throws IOException {
        long begun = System.nanoTime();
        if (fed) {
            home.stay();
        }
        Computed before = blas.computed();
        try {
            work.run();
        } finally {
            table.addComputed(slot, blas.computed().minus(before));
            home.leave();
        }
        home.worked(System.nanoTime() - begun);
    }

    private static void require(boolean met, Message message, Message before) throws CorruptFrameException {
        if (!met) {
            throw new CorruptFrameException("message=" + message + " before " + before);
        }
    }

    private void configure() throws IOException {
        String spec = channel.getText();
        int threads = channel.getInt();
        SplitRules splitRules = SplitRules.parse(channel.getText());
        home = new HomeCpu(channel.getInt());
        blas = BlasSpec.parse(spec).open();
        limit = blas.limitThreads(threads);
        blas.split(splitRules); // for life
        Message.READY.put(channel);
        channel.putText(NativeAffinity.get(0));
        channel.putInt(limit.effective());
    }

    private void attach() throws IOException {
        int count = channel.getInt();
        // The table is one more.
        if (count < 1 || count > RegionMap.MAX_REGIONS + 1) {
            throw new CorruptFrameException("regions=" + count + ", allowed 1 to " + (RegionMap.MAX_REGIONS + 1));
        }
        List<Region> attached = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long bytes = channel.getLong();
            attached.add(Region.attach(channel.getDescriptor(), bytes));
        }
        table = TaskTable.attach(attached.remove(count - 1));
        regions = new RegionMap(attached);
        Message.READY.put(channel);
    }

    private void detach() throws IOException {
        if (table != null) {
            table.close();
            regions.regions().forEach(Region::close);
            table = null;
            regions = new RegionMap(List.of());
        }
        if (tableWork != null) {
            tableWork.close();
            tableWork = null;
        }
        scratch.close();
        results.close();
        Message.READY.put(channel);
    }

    /** Works on the attached table: in place, unless other work was named since it was attached. */
    private void work() throws IOException {
        Operation operation = operations.get(channel.getLong());
        TaskFaults faults = new TaskFaults(table, channel.getByte() != 0);
        SlotTimes times;
        if (tableWork != null) {
            long before = tableWork.bytesMoved();
            long[] phaseNanos = claim(tableWork::run, faults);
            times = SlotTimes.of(table.activity(slot), tableWork.bytesMoved() - before, phaseNanos);
        } else {
            inPlace(operation, faults);
            times = SlotTimes.computing(table.activity(slot));
        }
        Message.DONE.put(channel);
        times.put(channel);
        faults.put(channel);
    }

    /** Work on operands and results in shared memory: nothing moves. */
    private void inPlace(Operation operation, TaskFaults faults) {
        if (operation == null) {
            BlasLibrary.recorded(blas, table, slot, regions);
            return;
        }
        try (CallContext context = new CallContext(blas, slot)) {
            claim(
                    (task, recorder) -> {
                        Application application = table.application(task, regions);
                        recorder.compute(0, 0, 0, System.nanoTime());
                        if (table.attempt(table.chunkOf(task)) > 1) {
                            // A worker that died may have written to it.
                            application.result().fill(0);
                        }
                        context.call(operation, application);
                    },
                    faults);
        }
    }

    /** What is done with a task. */
    private interface TaskBody {
        void run(long task, TaskRecorder recorder) throws Exception;
    }

    /** Has a body run for every task that can be claimed; how long it was in each phase. */
    private long[] claim(TaskBody body, TaskFaults faults) {
        TaskRecorder recorder = new TaskRecorder(table, slot);
        ClaimLoop.run(table, slot, faults.keeping(task -> recorder.take(task, index -> body.run(index, recorder))));
        return recorder.phaseNanos();
    }

    private void fail(Throwable failure) throws IOException {
        Message.FAILED.put(channel);
        WorkerFailure.put(channel, failure);
    }
}
