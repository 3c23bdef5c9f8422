package org.blaspool.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.blaspool.jni.NativeChannel;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SerializationCodecTest {
    private static final AtomicBoolean RAN = new AtomicBoolean();

    /** What a gadget does: code that runs by being read. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            RAN.set(true);
        }
    }

    static Stream<Arguments> malicious() throws IOException {
        Object proxy = Proxy.newProxyInstance(
                SerializationCodecTest.class.getClassLoader(),
                new Class<?>[] {Runnable.class},
                (self, method, arguments) -> null);
        Map<Object, Object> map = new HashMap<>();
        map.put(new Gadget(), 1);
        return Stream.of(
                Arguments.of("gadget", stream(new Gadget())),
                Arguments.of("gadget in a map", stream(map)),
                Arguments.of("gadget in an array", stream(new Object[] {new Gadget()})),
                Arguments.of("class", stream(Gadget.class)),
                Arguments.of("enumeration", stream(Thread.State.NEW)),
                Arguments.of("nested arrays", stream(new double[][] {{1}})),
                Arguments.of("array that is too large", stream(new double[SerializationCodec.BLOCK + 1])),
                Arguments.of("array of another type", stream(new long[6])),
                Arguments.of("array of another length", stream(new double[5])),
                Arguments.of("text", stream("six")),
                Arguments.of("null", stream(null)),
                Arguments.of("text that says it has 1 TiB", endlessText()),
                Arguments.of("array that says it has 2^31 - 1 elements", hugeArray()),
                Arguments.of("no stream at all", new byte[64]),
                Arguments.of("proxy", proxyHeader(proxy)));
    }

    private static byte[] stream(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeUnshared(object);
        }
        return bytes.toByteArray();
    }

    private static byte[] endlessText() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
        out.writeShort(ObjectStreamConstants.STREAM_VERSION);
        out.writeByte(ObjectStreamConstants.TC_LONGSTRING);
        out.writeLong(1L << 40);
        out.write(new byte[4 << 20]);
        return bytes.toByteArray();
    }

    /** The stream of an array of six whose length is another. */
    private static byte[] hugeArray() throws IOException {
        byte[] bytes = stream(new double[6]);
        int length = bytes.length - 6 * Double.BYTES - Integer.BYTES;
        bytes[length] = 0x7f;
        bytes[length + 1] = (byte) 0xff;
        bytes[length + 2] = (byte) 0xff;
        bytes[length + 3] = (byte) 0xff;
        return bytes;
    }

    /** A proxy's handler is not serializable here; its class is read, and refused, before that. */
    private static byte[] proxyHeader(Object proxy) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
        out.writeShort(ObjectStreamConstants.STREAM_VERSION);
        out.writeByte(ObjectStreamConstants.TC_OBJECT);
        out.writeByte(ObjectStreamConstants.TC_PROXYCLASSDESC);
        out.writeInt(1);
        out.writeUTF(proxy.getClass().getInterfaces()[0].getName());
        out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
        out.writeByte(ObjectStreamConstants.TC_NULL);
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malicious")
    void shouldLetNothingInButArraysOfTheExpectedLength(String name, byte[] bytes) throws Exception {
        RAN.set(false);
        long ends = NativeChannel.pair(Channel.BUFFER_BYTES);
        try (MatrixStore store = MatrixStore.privateMemory();
                Channel near = new Channel((int) ends);
                Channel far = new Channel((int) (ends >>> 32))) {
            StoredMatrix target = store.allocate(2, 3);
            Thread sender = new Thread(() -> send(far, bytes));
            sender.start();
            assertThatThrownBy(() -> MatrixCodec.of(Codec.JAVA, near).read(target))
                    .isInstanceOf(CorruptFrameException.class);
            near.shutdown();
            sender.join();
        }
        assertThat(RAN).isFalse();
    }

    private static void send(Channel channel, byte[] bytes) {
        try {
            channel.put(bytes, 0, bytes.length);
            channel.flush();
        } catch (IOException e) {
            // It was not read to its end.
        }
    }

    @Test
    void shouldReadWhatItWroteWhateverItsSize() throws Exception {
        long ends = NativeChannel.pair(Channel.BUFFER_BYTES);
        try (MatrixStore store = MatrixStore.privateMemory();
                Channel near = new Channel((int) ends);
                Channel far = new Channel((int) (ends >>> 32))) {
            MatrixCodec reader = MatrixCodec.of(Codec.JAVA, near);
            MatrixCodec writer = MatrixCodec.of(Codec.JAVA, far);
            for (long rows : new long[] {1, 700, SerializationCodec.BLOCK, SerializationCodec.BLOCK + 1}) {
                StoredMatrix source = store.allocate(rows, 3);
                source.set(rows - 1, 2, rows);
                StoredMatrix target = store.allocate(rows, 3);
                Thread sender = new Thread(() -> write(writer, far, source));
                sender.start();
                reader.read(target);
                sender.join();
                assertThat(target.get(rows - 1, 2)).isEqualTo(rows);
            }
        }
    }

    private static void write(MatrixCodec writer, Channel channel, StoredMatrix matrix) {
        try {
            writer.write(matrix);
            channel.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
