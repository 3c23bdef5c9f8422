package org.blaspool.plan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.blaspool.jni.NativeProbe;
import org.blaspool.jni.NativeProcess;

/** Measures what it costs to move bytes between processes and to wake them, in half a second in all. */
final class TransportCalibration {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int SOCKET_BYTES = 64 << 20;
    private static final int FILE_BYTES = 32 << 20;
    private static final int ARRAY_LENGTH = 1 << 20;
    private static final int ARRAY_PASSES = 6;
    private static final int MESSAGES = 500;
    private static final int SMALL_FILES = 50;
    private static final long COPY_BLOCK_BYTES = 64L << 20;
    private static final long COPY_NANOS = 50_000_000;
    private static final long FAULT_BYTES = 64L << 20;
    private static final int PAGE_BYTES = 4096;

    private final Path directory;

    private TransportCalibration(Path directory) {
        this.directory = directory;
    }

    /** What was measured. */
    record Costs(MachineProfile.Transport transport, MachineProfile.Latency latency) {}

    static Costs measure() {
        try {
            Path directory = Files.createTempDirectory("blaspool-calibration");
            try {
                return new TransportCalibration(directory).measureAll();
            } finally {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("calibration was interrupted", e);
        }
    }

    private Costs measureAll() throws IOException, InterruptedException {
        double[] socket = socket();
        double[] codec = serialization();
        double[] file = file();
        double[] fault = NativeProbe.faultCost(FAULT_BYTES, false);
        MachineProfile.Transport transport = new MachineProfile.Transport(
                1 / NativeProbe.copyRate(COPY_BLOCK_BYTES, COPY_NANOS),
                socket[0],
                codec[0],
                codec[1],
                file[0],
                file[1]);
        MachineProfile.Latency latency = new MachineProfile.Latency(
                fault[0] * PAGE_BYTES / fault[1], NativeProbe.wakeupNanos() / 2e9, jvmStart(), socket[1], smallFile());
        return new Costs(transport, latency);
    }

    /** CPU seconds a byte of a long stream, and of a message of a few bytes. */
    private double[] socket() throws IOException, InterruptedException {
        Path name = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(name));
            try (SocketChannel near = SocketChannel.open(UnixDomainSocketAddress.of(name));
                    SocketChannel far = server.accept()) {
                Thread echo = new Thread(() -> receive(far), "blaspool-calibration-socket");
                echo.setDaemon(true);
                echo.start();
                ByteBuffer source = ByteBuffer.allocateDirect(SOCKET_BYTES);
                send(near, source);
                long before = cpuNanos();
                send(near, source);
                double perByte = (cpuNanos() - before) / 1e9 / SOCKET_BYTES;
                before = cpuNanos();
                ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
                for (int i = 0; i < MESSAGES; i++) {
                    writeFully(near, word.clear());
                    readFully(near, word.clear());
                }
                // There and back is two messages.
                double perMessage = (cpuNanos() - before) / 1e9 / (2 * MESSAGES);
                echo.join();
                return new double[] {perByte, perMessage};
            }
        } finally {
            Files.deleteIfExists(name);
        }
    }

    /** Sends the whole in blocks and waits until all of it was received. */
    private static void send(SocketChannel channel, ByteBuffer source) throws IOException {
        for (int at = 0; at < SOCKET_BYTES; at += BLOCK_BYTES) {
            writeFully(channel, source.slice(at, BLOCK_BYTES));
        }
        readFully(channel, ByteBuffer.allocate(1));
    }

    private static void receive(SocketChannel channel) {
        try {
            ByteBuffer target = ByteBuffer.allocateDirect(SOCKET_BYTES);
            for (int pass = 0; pass < 2; pass++) {
                readFully(channel, target.clear());
                writeFully(channel, ByteBuffer.allocate(1));
            }
            ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
            for (int i = 0; i < MESSAGES; i++) {
                readFully(channel, word.clear());
                writeFully(channel, word.flip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("socket ended early");
            }
        }
    }

    /** Seconds a byte of writing an array to a stream in memory, and of reading it; the quickest of a few passes. */
    private static double[] serialization() throws IOException {
        double[] array = new double[ARRAY_LENGTH];
        double bytes = 8.0 * ARRAY_LENGTH;
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        ByteArrayOutputStream stream = new ByteArrayOutputStream((int) bytes + 1024);
        for (int pass = 0; pass < ARRAY_PASSES; pass++) {
            stream.reset();
            long start = System.nanoTime();
            try (ObjectOutputStream out = new ObjectOutputStream(stream)) {
                out.writeObject(array);
            }
            best[0] = Math.min(best[0], (System.nanoTime() - start) / 1e9 / bytes);
            start = System.nanoTime();
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stream.toByteArray()))) {
                array = (double[]) in.readObject();
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
            best[1] = Math.min(best[1], (System.nanoTime() - start) / 1e9 / bytes);
        }
        return best;
    }

    /** Seconds a byte of reading a file that was just written, and of writing it. */
    private double[] file() throws IOException {
        Path path = directory.resolve("file");
        ByteBuffer buffer = ByteBuffer.allocateDirect(FILE_BYTES);
        try {
            long start = System.nanoTime();
            try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            double write = (System.nanoTime() - start) / 1e9 / FILE_BYTES;
            buffer.clear();
            start = System.nanoTime();
            try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
                while (buffer.hasRemaining() && in.read(buffer) >= 0) {}
            }
            return new double[] {(System.nanoTime() - start) / 1e9 / FILE_BYTES, write};
        } finally {
            Files.deleteIfExists(path);
        }
    }

    /** Half of making a small file and reading it again. */
    private double smallFile() throws IOException {
        Path path = directory.resolve("small");
        byte[] bytes = new byte[128];
        long start = System.nanoTime();
        for (int i = 0; i < SMALL_FILES; i++) {
            Files.write(path, bytes);
            bytes = Files.readAllBytes(path);
            Files.delete(path);
        }
        return (System.nanoTime() - start) / 1e9 / (2 * SMALL_FILES);
    }

    private static double jvmStart() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            builder.start().waitFor();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private static long cpuNanos() {
        long[] usage = NativeProcess.usage();
        return usage[NativeProcess.USER_NANOS] + usage[NativeProcess.SYSTEM_NANOS];
    }
}
