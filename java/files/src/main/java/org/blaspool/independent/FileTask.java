package org.blaspool.independent;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;

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
        channel.putDouble(entry.alpha());
        put(entry.a(), channel);
        channel.putByte(entry.transposeA() ? 1 : 0);
        put(entry.b(), channel);
        channel.putByte(entry.transposeB() ? 1 : 0);
        channel.putDouble(entry.beta());
        if (entry.readsC()) {
            put(entry.c(), channel);
        }
        channel.putText(entry.out().toString());
        channel.putText(entry.outMember());
        channel.putByte(layout == Layout.ROW_MAJOR ? 1 : 0);
        channel.putByte(durable ? 1 : 0);
    }

    private static void put(MatrixSource source, Channel channel) throws IOException {
        channel.putText(source.path().toAbsolutePath().toString());
        channel.putText(source.member());
    }

    /** Gets one from a channel. */
    public static FileTask get(Channel channel) throws IOException {
        try {
            double alpha = channel.getDouble();
            MatrixSource a = source(channel);
            boolean transposeA = channel.getByte() != 0;
            MatrixSource b = source(channel);
            boolean transposeB = channel.getByte() != 0;
            double beta = channel.getDouble();
            MatrixSource c = beta == 0 ? null : source(channel);
            Path out = Path.of(channel.getText());
            String member = channel.getText();
            ProductEntry entry = new ProductEntry(0, a, b, c, out, member, alpha, beta, transposeA, transposeB);
            Layout layout = channel.getByte() != 0 ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR;
            return new FileTask(entry, layout, channel.getByte() != 0);
        } catch (InvalidInputException | InvalidPathException e) {
            throw new CorruptFrameException("task has a wrong file: " + e.getMessage());
        }
    }

    private static MatrixSource source(Channel channel) throws IOException {
        Path file = Path.of(channel.getText());
        return MatrixSource.of(file, channel.getText());
    }
}
