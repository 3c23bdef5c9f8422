package org.blaspool.transport;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What a worker JVM threw, as text: nothing of a worker's is ever deserialized. {@link #rebuilt} makes the throwable anew
 * where its class is known here.
 */
public final class WorkerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int MOST_FRAMES = 1024;
    private static final int MOST_RELATED = 64;
    private static final int DEEPEST = 16;

    private final String type;
    private final String text;
    private final transient StackTraceElement[] frames;
    private final transient WorkerFailure thrownBy;
    private final transient List<WorkerFailure> suppressed;

    private WorkerFailure(
            String type,
            String text,
            String trace,
            StackTraceElement[] frames,
            WorkerFailure thrownBy,
            List<WorkerFailure> suppressed) {
        super(
                (text == null ? type : text) + System.lineSeparator() + "in a worker:" + System.lineSeparator()
                        + trace.stripTrailing(),
                null,
                false,
                false);
        this.type = type;
        this.text = text;
        this.frames = frames;
        this.thrownBy = thrownBy;
        this.suppressed = suppressed;
    }

    /** The message without the trace, or the class where there is none. */
    public String summary() {
        return text == null ? type : text.lines().findFirst().orElse("");
    }

    /** The class's name and the message, as {@link Throwable#toString} has them. */
    public String headline() {
        return text == null ? type : type + ": " + summary();
    }

    /** Puts a failure on a channel, after {@link Message#FAILED}. */
    public static void put(Channel channel, Throwable failure) throws IOException {
        put(channel, failure, Collections.newSetFromMap(new IdentityHashMap<>()), 0);
    }

    private static void put(Channel channel, Throwable failure, Set<Throwable> seen, int depth) throws IOException {
        seen.add(failure);
        channel.putText(failure.getClass().getName());
        String message = message(failure);
        channel.putByte(message == null ? 0 : 1);
        channel.putText(message == null ? "" : message);
        channel.putText(depth == 0 ? printed(failure) : "");
        StackTraceElement[] frames = failure.getStackTrace();
        int count = Math.min(frames.length, MOST_FRAMES);
        channel.putInt(count);
        for (int i = 0; i < count; i++) {
            channel.putText(frames[i].getClassName());
            channel.putText(frames[i].getMethodName());
            channel.putText(String.valueOf(frames[i].getFileName()));
            channel.putInt(frames[i].getLineNumber());
        }
        putRelated(channel, failure.getCause() == null ? List.of() : List.of(failure.getCause()), seen, depth);
        putRelated(channel, List.of(failure.getSuppressed()), seen, depth);
    }

    private static void putRelated(Channel channel, List<Throwable> related, Set<Throwable> seen, int depth)
            throws IOException {
        List<Throwable> told = related.stream()
                .filter(each -> depth < DEEPEST && !seen.contains(each))
                .limit(MOST_RELATED)
                .toList();
        channel.putInt(told.size());
        for (Throwable each : told) {
            put(channel, each, seen, depth + 1);
        }
    }

    /** A throwable of somebody else's may throw even where it is asked for its message. */
    private static String message(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (Throwable e) {
            return "its message cannot be had: " + e.getClass().getName();
        }
    }

    private static String printed(Throwable failure) {
        try {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        } catch (Throwable e) {
            return failure.getClass().getName() + ", which cannot be printed: "
                    + e.getClass().getName();
        }
    }

    /** Gets a failure from a channel. */
    public static WorkerFailure get(Channel channel) throws IOException {
        return get(channel, 0);
    }

    private static WorkerFailure get(Channel channel, int depth) throws IOException {
        String type = channel.getText();
        boolean hasText = channel.getByte() != 0;
        String text = channel.getText();
        String trace = channel.getText();
        StackTraceElement[] frames = new StackTraceElement[count(channel, MOST_FRAMES)];
        for (int i = 0; i < frames.length; i++) {
            frames[i] =
                    new StackTraceElement(channel.getText(), channel.getText(), channel.getText(), channel.getInt());
        }
        List<WorkerFailure> causes = related(channel, depth, 1);
        List<WorkerFailure> suppressed = related(channel, depth, MOST_RELATED);
        return new WorkerFailure(
                type, hasText ? text : null, trace, frames, causes.isEmpty() ? null : causes.get(0), suppressed);
    }

    private static List<WorkerFailure> related(Channel channel, int depth, int most) throws IOException {
        int count = count(channel, depth < DEEPEST ? most : 0);
        List<WorkerFailure> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            found.add(get(channel, depth + 1));
        }
        return found;
    }

    private static int count(Channel channel, int most) throws IOException {
        int count = channel.getInt();
        if (count < 0 || count > most) {
            throw new CorruptFrameException("count=" + count + ", allowed 0 to " + most);
        }
        return count;
    }

    /**
     * The throwable made anew, with its stack trace, causes and suppressed ones: of its own class where the loader knows
     * that as a throwable with a public constructor of a message or of nothing, else this failure, which names them.
     *
     * @param loader of the operation that threw; null: the system's
     */
    public Throwable rebuilt(ClassLoader loader) {
        Throwable built = instance(loader == null ? ClassLoader.getSystemClassLoader() : loader);
        if (built == null) {
            built = this;
        }
        built.setStackTrace(frames);
        if (thrownBy != null && built.getCause() == null) {
            try {
                built.initCause(thrownBy.rebuilt(loader));
            } catch (IllegalStateException e) {
                // Its constructor said that it has none; the text of its trace names it all the same.
                built.addSuppressed(this);
            }
        }
        for (WorkerFailure each : suppressed) {
            built.addSuppressed(each.rebuilt(loader));
        }
        return built;
    }

    private Throwable instance(ClassLoader loader) {
        try {
            Class<?> known = Class.forName(type, false, loader);
            if (!Throwable.class.isAssignableFrom(known)) {
                return null;
            }
            for (Constructor<?> constructor : known.getConstructors()) {
                Class<?>[] parameters = constructor.getParameterTypes();
                if (parameters.length == 1 && parameters[0] == String.class) {
                    return (Throwable) constructor.newInstance(text);
                }
            }
            return (Throwable) known.getConstructor().newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
