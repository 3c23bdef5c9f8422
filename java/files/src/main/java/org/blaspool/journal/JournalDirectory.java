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

/**
 * Where the journals of a directory of results lie: {@code .blaspool/journal-K-of-N.jsonl} in it, one a shard.
 *
 * @param out the directory of results; it need not be there
 */
public record JournalDirectory(Path out) {
    private static final String NAME = ".blaspool";
    private static final Pattern JOURNAL = Pattern.compile("journal-(\\d+)-of-(\\d+)\\.jsonl");

    Path path() {
        return out.resolve(NAME);
    }

    /** The journal of a shard; it need not be there. */
    public Path journal(long index, long count) {
        return path().resolve("journal-" + index + "-of-" + count + ".jsonl");
    }

    /**
     * Where a shard's results are until they have their names. On the file system of the results as long as no directory
     * among them is another file system's; swept by whoever next has the shard's lock.
     */
    public Path unfinished(long index, long count) {
        return path().resolve("unfinished-" + index + "-of-" + count);
    }

    /**
     * Adds what runs over other numbers of shards have finished, which may be any product. Those over the same number
     * have finished none of this shard's, and are not read: with a thousand shards each would read all.
     *
     * @return a note for each journal in which lines were torn
     */
    public List<String> readOtherDivisions(long count, FinishedProducts into) {
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path())) {
            for (Path file : files) {
                Matcher name = JOURNAL.matcher(file.getFileName().toString());
                if (name.matches() && !name.group(2).equals(Long.toString(count))) {
                    others.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "journals cannot be read: directory=" + path() + " reason=" + e.getMessage(), e);
        }
        return others.stream()
                .sorted()
                .flatMap(file -> read(file, into).stream())
                .toList();
    }

    /**
     * Adds what one journal tells, without asking for its lock; nothing where it is not there. Not for a journal that
     * this process has open.
     *
     * @return a note where lines were torn
     */
    public List<String> read(Path file, FinishedProducts into) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            List<String> notes = new ArrayList<>();
            into.read(file, channel, notes);
            return notes;
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was finished
        } catch (IOException e) {
            throw new InvalidInputException("journal cannot be read: file=" + file + " reason=" + e.getMessage(), e);
        }
    }
}
