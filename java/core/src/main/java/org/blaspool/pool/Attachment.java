package org.blaspool.pool;

import java.io.IOException;
import java.util.List;
import org.blaspool.jni.NativeChannel;
import org.blaspool.memory.Region;
import org.blaspool.plan.Codec;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.Message;

/**
 * Where workers find tasks and operands: a table that all of them claim from, and what goes with it. Kept, so that a
 * worker that takes a dead one's place gets the same.
 */
public final class Attachment {
    private final TaskTable table;
    private final List<Region> regions;
    private final Completion completion;

    /** What else a worker needs, after table and regions. */
    private interface Completion {
        void complete(WorkerProcess worker, Crew crew) throws IOException;
    }

    private Attachment(TaskTable table, List<Region> regions, Completion completion) {
        this.table = table;
        this.regions = regions;
        this.completion = completion;
    }

    /** Operands and results in shared memory. */
    public static Attachment shared(TaskTable table, RegionMap map) {
        return new Attachment(table, map.regions(), (worker, crew) -> {});
    }

    /** Nothing but the table: operands will be sent, and each worker notes in it which task it has in hand. */
    public static Attachment notes(TaskTable table) {
        return new Attachment(table, List.of(), (worker, crew) -> {});
    }

    /** Arrays in the pool's array server, to which every worker gets a connection of its own. */
    public static Attachment hosted(TaskTable table, Codec codec) {
        return new Attachment(table, List.of(), (worker, crew) -> {
            // First, so that a server that is lost leaves no worker in the midst of a conversation.
            int descriptor = crew.connectToServer(worker);
            try {
                Message.CONNECT.put(worker.channel());
                worker.channel().putText(codec.toString());
                worker.pass(descriptor);
            } finally {
                NativeChannel.close(descriptor);
            }
            worker.awaitReady();
        });
    }

    /** What a module of its own tells each worker. */
    @FunctionalInterface
    public interface Sender {
        void send(Channel channel) throws IOException;
    }

    /** Work that another module provides: its name, as a {@link org.blaspool.worker.WorkProvider} has it, and what it reads. */
    public static Attachment provided(TaskTable table, String name, Sender sender) {
        return new Attachment(table, List.of(), (worker, crew) -> {
            Message.PROVIDED.put(worker.channel());
            worker.channel().putText(name);
            sender.send(worker.channel());
            worker.awaitReady();
        });
    }

    /** The table that workers claim from. */
    public TaskTable table() {
        return table;
    }

    /** Gives a worker all of it. */
    void attach(WorkerProcess worker, Crew crew) throws IOException {
        Message.ATTACH.put(worker.channel());
        worker.channel().putInt(regions.size() + 1);
        for (Region region : regions) {
            pass(worker, region);
        }
        pass(worker, table.region());
        worker.awaitReady();
        completion.complete(worker, crew);
    }

    private static void pass(WorkerProcess worker, Region region) throws IOException {
        worker.channel().putLong(region.bytes());
        worker.pass(region.descriptor());
    }
}
