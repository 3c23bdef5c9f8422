package org.blaspool.independent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
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
        List<String> texts = entry.texts();
        channel.putInt(texts.size());
        for (String text : texts) {
            channel.putText(text);
        }
        channel.putByte(layout.ordinal());
        channel.putByte(durable ? 1 : 0);
    }

    /** Gets one from a channel. */
    public static FileTask get(Channel channel) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = channel.getInt(); i > 0; i--) {
            texts.add(channel.getText());
        }
        try {
            ProductEntry entry = ProductEntry.ofTexts(texts);
            return new FileTask(entry, Layout.values()[channel.getByte()], channel.getByte() != 0);
        } catch (InvalidInputException | IndexOutOfBoundsException e) {
            throw new CorruptFrameException("task is not one: " + e.getMessage());
        }
    }
}
