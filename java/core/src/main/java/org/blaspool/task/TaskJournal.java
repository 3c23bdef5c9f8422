package org.blaspool.task;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.memory.Region;
import org.blaspool.observe.TaskSpan;
import org.blaspool.observe.TaskSpan.TaskPhase;

/**
 * When which slot did what for each task: kept behind a task table, in the same memory, where it is asked for; so what a
 * worker noted before it was killed is there to be read. Written by the slot that has the task, read by the owner of the
 * table when the slot has ended.
 *
 * <pre>
 *   0   +-----------------------------------------------+
 *       | magic u64 "BLSPJRN1", zero up to 64           |
 *   64  +-----------------------------------------------+
 *       | tasks x 64 bytes                              |
 *       |   0 slot + 1 u32 (0: untouched)   4 attempt u31, bit 31: ended |
 *       |   8 start nanos i64              16 nanos of each phase, 6 x i64 |
 *       +-----------------------------------------------+
 * </pre>
 */
public final class TaskJournal {
    /** Beyond this many tasks the journal alone would be larger than what anybody looks at. */
    public static final long MOST_TASKS = 1L << 18;

    /** Of a table without one: takes nothing down. */
    static final TaskJournal NONE = new TaskJournal(null, 0, 0);

    private static final long MAGIC = 0x314e524a50534c42L;
    private static final long ALIGNMENT = 64;
    private static final long HEAD_BYTES = 64;
    private static final long RECORD_BYTES = 64;
    private static final long RECORD_ATTEMPT = 4;
    private static final long RECORD_START = 8;
    private static final long RECORD_PHASES = 16;
    private static final int ENDED = 1 << 31;

    private final Region region;
    private final long offset;
    private final long tasks;

    private TaskJournal(Region region, long offset, long tasks) {
        this.region = region;
        this.offset = offset;
        this.tasks = tasks;
    }

    /** Bytes of a table with a journal behind it. */
    static long bytesBehind(long tableBytes, long tasks) {
        return offset(tableBytes) + HEAD_BYTES + tasks * RECORD_BYTES;
    }

    private static long offset(long tableBytes) {
        return (tableBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Lays one out in memory that is zero. */
    static TaskJournal create(Region region, long tableBytes, long tasks) {
        TaskJournal journal = new TaskJournal(region, offset(tableBytes), tasks);
        region.putLong(journal.offset, MAGIC);
        return journal;
    }

    /** The one that another process laid out, if it did. */
    static TaskJournal find(Region region, long tableBytes, long tasks) {
        long offset = offset(tableBytes);
        boolean room = region.bytes() >= bytesBehind(tableBytes, tasks);
        return room && region.getLong(offset) == MAGIC ? new TaskJournal(region, offset, tasks) : NONE;
    }

    /** Whether anything is taken down. */
    public boolean isOn() {
        return region != null;
    }

    private long record(long task) {
        return offset + HEAD_BYTES + task * RECORD_BYTES;
    }

    /** A slot takes a task in hand. */
    void begin(int slot, long task, int attempt, long nanos) {
        long at = record(task);
        region.putInt(at, slot + 1);
        region.putInt(at + RECORD_ATTEMPT, attempt);
        region.putLong(at + RECORD_START, nanos);
    }

    /** It is done with it; the phases are by {@link TaskPhase#ordinal}. */
    void end(long task, int attempt, long[] phaseNanos) {
        long at = record(task);
        for (int i = 0; i < TaskPhase.COUNT; i++) {
            region.putLong(at + RECORD_PHASES + i * Long.BYTES, phaseNanos[i]);
        }
        region.putInt(at + RECORD_ATTEMPT, attempt | ENDED);
    }

    /** Takes what a slot noted out of the journal. */
    public List<TaskSpan> take(int slot) {
        List<TaskSpan> spans = new ArrayList<>();
        for (long task = 0; isOn() && task < tasks; task++) {
            if (region.getInt(record(task)) == slot + 1) {
                spans.add(read(task));
                region.putInt(record(task), 0);
            }
        }
        return spans;
    }

    private TaskSpan read(long task) {
        long at = record(task);
        int attempt = region.getInt(at + RECORD_ATTEMPT);
        long[] phases = new long[attempt < 0 ? TaskPhase.COUNT : 0];
        for (int i = 0; i < phases.length; i++) {
            phases[i] = region.getLong(at + RECORD_PHASES + i * Long.BYTES);
        }
        return new TaskSpan(task, attempt & ~ENDED, region.getLong(at + RECORD_START), phases);
    }
}
