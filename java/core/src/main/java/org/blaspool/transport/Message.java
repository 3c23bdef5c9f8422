package org.blaspool.transport;

import java.io.IOException;

/** What a frame between a parent, its workers and an array server is; the first four bytes of each. */
public enum Message {
    /** Parent: which BLAS to load, with how many threads and which split rules. */
    CONFIGURE,
    /** Worker: what it really got; or that it did what it was asked. */
    READY,
    /** Parent: map these regions; the task table is the last of them. */
    ATTACH,
    /** Parent: let go of all regions. */
    DETACH,
    /** Parent: work on the attached table. */
    WORK,
    /** Parent: tasks will follow, one by one, with their operands. */
    TASKS,
    /** Parent: one task and its operands. */
    TASK,
    /** Worker: one result. */
    RESULT,
    /** Parent: no more tasks. Worker: nothing more to do. */
    DONE,
    /** Worker: a task failed, with its stack trace. */
    FAILED,
    /** Parent: say what you used so far. */
    USAGE,
    /** Parent: a connection follows as a descriptor, by which classes are asked for. */
    CLASSES,
    /** Parent: a user's operation. */
    OPERATION,
    /** Parent: let go of an operation. */
    FORGET,
    /** Parent: work of a kind that another module provides; its name, and what that kind reads. */
    PROVIDED,
    /** Parent: a connection follows as a descriptor, to a worker one to the array server, to the server one to a client. */
    CONNECT,
    /** To an array server: keep this task's operands. */
    PUT_OPERANDS,
    /** To an array server: send this task's operands. */
    FETCH_OPERANDS,
    /** To an array server: keep this task's result. */
    PUT_RESULT,
    /** To an array server: send this task's result. */
    FETCH_RESULT,
    /** To an array server: forget all tasks. */
    CLEAR,
    /** Parent: end. */
    SHUTDOWN;

    /** Changes with the frames; both ends come from one class path, so a difference is a mistake. */
    private static final int PROTOCOL = 7;

    private static final Message[] VALUES = values();
    private static final int MARK = 0x626c_0000 | PROTOCOL << 8;

    /** Puts it as the start of a frame. */
    public void put(Channel channel) throws IOException {
        channel.putInt(MARK | ordinal());
    }

    /** Gets the start of the next frame. */
    public static Message get(Channel channel) throws IOException {
        int word = channel.getInt();
        int code = word ^ MARK;
        if (code < 0 || code >= VALUES.length) {
            throw new CorruptFrameException(String.format("start=0x%08x is no message of protocol %d", word, PROTOCOL));
        }
        return VALUES[code];
    }

    /**
     * Sends what was put and gets the start of the answer, which must be this one.
     *
     * @throws WorkerFailure where the answer is {@link #FAILED}
     */
    public void await(Channel channel) throws IOException, WorkerFailure {
        channel.flush();
        Message got = get(channel);
        if (got == FAILED) {
            throw WorkerFailure.get(channel);
        }
        require(got);
    }

    /** Gets the start of the next frame, which must be this one. */
    public void expect(Channel channel) throws IOException {
        require(get(channel));
    }

    private void require(Message got) throws CorruptFrameException {
        if (got != this) {
            throw new CorruptFrameException("message=" + got + ", expected " + this);
        }
    }
}
