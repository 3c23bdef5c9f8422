package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeChannel;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.transport.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that a pool did not start and that knock at its socket. */
@Timeout(300)
class StrangerTest {
    /** In /proc/net/unix; who accepted a connection keeps the name that was listened at. */
    private static final int FLAGS = 3;

    private static final String LISTENING = "00010000";
    private static final CpuSet NO_SUCH_CPU = CpuSet.of(8191);

    @TempDir
    Path scratch;

    /** A process of this user, which is none of the workers: connects to every socket of a pool, all the time. */
    private final class Stranger implements AutoCloseable {
        final AtomicInteger connections = new AtomicInteger();
        final AtomicInteger refusals = new AtomicInteger();
        private volatile boolean ended;
        private final Thread thread = new Thread(this::knock, "stranger");

        Stranger() {
            thread.start();
        }

        private void knock() {
            while (!ended) {
                try (DirectoryStream<Path> sockets = Files.newDirectoryStream(scratch, "blaspool-*")) {
                    for (Path directory : sockets) {
                        knockIn(directory);
                    }
                } catch (IOException e) {
                    // Not there yet, or gone already.
                }
            }
        }

        private void knockIn(Path directory) throws IOException {
            try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, "s*")) {
                for (Path socket : sockets) {
                    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                        channel.connect(UnixDomainSocketAddress.of(socket));
                        connections.incrementAndGet();
                        // Says nothing, and waits for an answer.
                        if (channel.read(ByteBuffer.allocate(1)) < 0) {
                            refusals.incrementAndGet();
                        }
                    }
                }
            }
        }

        @Override
        public void close() {
            end();
        }

        void end() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private PoolOptions options() {
        return PoolOptions.of(2, Surroundings.of("bundled", scratch));
    }

    @Test
    void shouldRefuseWhoeverConnectsFirstAndNotWaitForHim() {
        try (Stranger stranger = new Stranger()) {
            for (int i = 0; i < 3; i++) {
                try (ProcessPool pool = ProcessPool.start(options())) {
                    assertThat(pool.blasThreads()).containsExactly(1, 1);
                }
            }
            stranger.end();
            assertThat(stranger.connections).hasPositiveValue();
            // Those that were still in the queue when the listener was closed are reset instead.
            assertThat(stranger.refusals).hasPositiveValue();
            System.out.println("strangers: " + stranger.connections + " connected before the workers, "
                    + stranger.refusals + " were turned away, the others cut off");
        }
    }

    @Test
    void shouldNoticeADeadWorkerHoweverManyStrangersCome() {
        long start = System.nanoTime();
        try (Stranger stranger = new Stranger();
                Stranger another = new Stranger()) {
            for (int i = 0; i < 100 && stranger.connections.get() + another.connections.get() == 0; i++) {
                assertThatThrownBy(() -> ProcessPool.start(new PoolOptions(
                                2,
                                1,
                                SplitRules.NONE,
                                List.of(NO_SUCH_CPU, NO_SUCH_CPU),
                                List.of(),
                                options().surroundings())))
                        .isInstanceOf(ResourceUnavailableException.class)
                        .hasMessageContaining("exit code 3 before it connected");
            }
            assertThat(stranger.connections.get() + another.connections.get()).isPositive();
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void shouldHaveNoSocketWithANameOnceTheWorkersAreConnected() throws Exception {
        try (ProcessPool pool = ProcessPool.start(options())) {
            pool.startArrayServer();
            pool.connectToArrayServer().close();
            try (Stream<Path> directories = Files.list(scratch)) {
                assertThat(directories).singleElement().satisfies(directory -> {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                            .isEqualTo("rwx------");
                    try (Stream<Path> files = Files.list(directory)) {
                        assertThat(files.map(Path::getFileName).map(Path::toString))
                                .containsExactlyInAnyOrder("lock", "class-path");
                    }
                });
            }
            assertThat(Files.readAllLines(Path.of("/proc/net/unix")))
                    .filteredOn(line -> line.split(" +")[FLAGS].equals(LISTENING))
                    .noneMatch(line -> line.contains(scratch.toString()));
        }
    }

    /** Connects to the socket that its argument names, as the user that it was started as. */
    static final class Connector {
        public static void main(String[] arguments) throws IOException {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(arguments[0]));
                System.out.println("connected, read " + channel.read(ByteBuffer.allocate(1)));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void shouldKeepOtherUsersOutByTheDirectoryAndByTheKernelsWord() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be another user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is missing");
        Path open = Files.createTempDirectory("blaspool-stranger-test");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path shut = Files.createDirectory(
                    open.resolve("d"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path socket = shut.resolve("s1");
            int listener = NativeChannel.listen(socket.toString(), 4);
            assertThat(connectAsNobody(open, socket)).contains("Permission denied");

            // Even were the directory and the socket open to all:
            Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            Thread acceptor = new Thread(
                    () -> assertThatThrownBy(() -> NativeChannel.accept(listener, 5000, Channel.BUFFER_BYTES))
                            .isInstanceOf(SocketTimeoutException.class));
            Throwable[] failure = new Throwable[1];
            acceptor.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
            acceptor.start();
            assertThat(connectAsNobody(open, socket)).isEqualTo("connected, read -1");
            acceptor.join();
            assertThat(failure[0]).isNull();
            NativeChannel.close(listener);
        } finally {
            deleteTree(open);
        }
    }

    /** Runs the connector from a place that anybody can read. */
    private static String connectAsNobody(Path open, Path socket) throws Exception {
        String file = Connector.class.getName().replace('.', '/') + ".class";
        Path copy = open.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var bytes = Connector.class.getClassLoader().getResourceAsStream(file)) {
            Files.write(copy, bytes.readAllBytes());
        }
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        open.toString(),
                        Connector.class.getName(),
                        socket.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return output;
    }

    private static void deleteTree(Path top) throws IOException {
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
