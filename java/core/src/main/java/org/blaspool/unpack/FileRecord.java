package org.blaspool.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an unpacked file, kept beside it in {@code <file>.sha256}: a comment with the stamp and a line as
 * {@code sha256sum -c} reads it.
 *
 * @param stamp size, inode and times when the checksum was last found right; the kernel sets the change time itself
 */
record FileRecord(String checksum, String stamp) {
    private static final String STAMP_PREFIX = "# blaspool stamp ";

    static Path pathFor(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    /** Empty where there is none or it is not readable as one. */
    static Optional<FileRecord> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(pathFor(file), UTF_8);
            boolean whole = lines.size() == 2
                    && lines.get(0).startsWith(STAMP_PREFIX)
                    && lines.get(1).matches("[0-9a-f]{64}  .+");
            return whole
                    ? Optional.of(new FileRecord(
                            lines.get(1).substring(0, 64), lines.get(0).substring(STAMP_PREFIX.length())))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    String text(Path file) {
        return STAMP_PREFIX + stamp + "\n" + checksum + "  " + file.getFileName() + "\n";
    }

    static String stampOf(Path file) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:size,ino,lastModifiedTime,ctime", NOFOLLOW_LINKS);
        return "size=" + attributes.get("size") + " inode=" + attributes.get("ino") + " modified="
                + attributes.get("lastModifiedTime") + " changed=" + attributes.get("ctime");
    }
}
