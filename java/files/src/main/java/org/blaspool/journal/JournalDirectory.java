package org.blaspool.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;

/**
 * Where the journal of a shard lies, among those of a directory of results: {@code .blaspool/journal-K-of-N.jsonl} in it.
 * None of it need be there.
 *
 * @param out the directory of results
 * @param index of the shard, from 0
 * @param count of shards
 */
public record JournalDirectory(Path out, int index, int count) {
    private static final String NAME = ".blaspool";
    private static final Pattern JOURNAL = Pattern.compile("journal-(\\d+)-of-(\\d+)\\.jsonl");

    Path path() {
        return out.resolve(NAME);
    }

    /** The journal of the shard. */
    public Path journal() {
        return path().resolve("journal-" + index + "-of-" + count + ".jsonl");
    }

    /**
     * Where the shard's results are until they have their names. On the file system of the results as long as no directory
     * among them is another file system's; swept by whoever next has the shard's lock.
     */
    public Path unfinished() {
        return path().resolve("unfinished-" + index + "-of-" + count);
    }

    /**
     * Adds what runs over other numbers of shards have finished, which may be any product. Those over the same number
     * have finished none of this shard's, and are not read: with a thousand shards each would read all.
     *
     * @param notes gets one for each journal in which lines were torn
     */
    public void readOtherDivisions(FinishedProducts into, List<String> notes) {
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path())) {
            for (Path file : files) {
                Matcher name = JOURNAL.matcher(file.getFileName().toString());
                if (name.matches() && !name.group(2).equals(Long.toString(count))) {
                    others.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new InvalidInputException(
                    "journals cannot be read: directory=" + path() + " reason=" + Reason.of(e), e);
        }
        others.stream().sorted().forEach(file -> read(file, into, notes));
    }

    /** Adds what the shard's journal tells, without asking for its lock. Not where this process has it open. */
    public void read(FinishedProducts into, List<String> notes) {
        read(journal(), into, notes);
    }

    private static void read(Path file, FinishedProducts into, List<String> notes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            into.read(file, channel, notes);
        } catch (NoSuchFileException e) {
            // Nothing was finished.
        } catch (IOException e) {
            throw new InvalidInputException("journal cannot be read: file=" + file + " reason=" + Reason.of(e), e);
        }
    }
}
