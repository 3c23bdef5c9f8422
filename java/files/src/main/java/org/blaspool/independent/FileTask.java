package org.blaspool.independent;

import java.io.IOException;
import org.blaspool.transport.Channel;

/**
 * A product whose operands and result are files.
 *
 * @param alpha factor of the product
 * @param a name of the left operand: a path, and what the format needs beside it
 * @param transposeA whether it is transposed
 * @param b name of the right operand
 * @param transposeB whether it is transposed
 * @param beta factor of what {@code c} holds
 * @param c name of what is added; empty where beta is 0
 * @param out path of the result, which is replaced where it is there
 * @param outMember what the result is called in that file; empty leaves it to the format
 * @param rowMajor whether the result is stored row by row
 * @param durable whether the result must survive a crash of the machine: synced and renamed, not merely written
 */
public record FileTask(
        double alpha,
        String a,
        boolean transposeA,
        String b,
        boolean transposeB,
        double beta,
        String c,
        String out,
        String outMember,
        boolean rowMajor,
        boolean durable) {

    /** Puts it on a channel. */
    public void put(Channel channel) throws IOException {
        channel.putDouble(alpha);
        channel.putText(a);
        channel.putByte(transposeA ? 1 : 0);
        channel.putText(b);
        channel.putByte(transposeB ? 1 : 0);
        channel.putDouble(beta);
        channel.putText(c);
        channel.putText(out);
        channel.putText(outMember);
        channel.putByte(rowMajor ? 1 : 0);
        channel.putByte(durable ? 1 : 0);
    }

    /** Gets one from a channel. */
    public static FileTask get(Channel channel) throws IOException {
        return new FileTask(
                channel.getDouble(),
                channel.getText(),
                channel.getByte() != 0,
                channel.getText(),
                channel.getByte() != 0,
                channel.getDouble(),
                channel.getText(),
                channel.getText(),
                channel.getText(),
                channel.getByte() != 0,
                channel.getByte() != 0);
    }
}
