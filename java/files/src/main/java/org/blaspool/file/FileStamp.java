package org.blaspool.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What tells a file from the one that had its name before. */
record FileStamp(Path path, Object key, long bytes, FileTime modified) {
    static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(
                path.toAbsolutePath(), attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
    }
}
