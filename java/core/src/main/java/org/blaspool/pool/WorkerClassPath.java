package org.blaspool.pool;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.worker.WorkerMain;

/**
 * Where worker JVMs find this library: on the parent's class path, or where else the parent's class loader has it from, a
 * module path, a servlet container's directory or a jar within a jar. What they lack of users' operations they ask of the
 * parent.
 */
final class WorkerClassPath {
    private WorkerClassPath() {}

    /**
     * Writes it as a file of arguments for {@code java}, which reads that as the locale has it: one argument of a command
     * line has 128 KiB at most.
     *
     * @param asked what a caller wants instead of this process's class path; empty for that
     * @param directory the pool's own, for the file and for a copy of a jar within a jar
     */
    static Path write(List<String> asked, Path directory) throws IOException {
        List<String> entries = new ArrayList<>(asked);
        if (asked.isEmpty()) {
            entries.addAll(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
            entries.removeIf(String::isEmpty);
        }
        String own = own(directory);
        if (!entries.contains(own)) {
            entries.add(own);
        }
        String quoted =
                String.join(File.pathSeparator, entries).replace("\\", "\\\\").replace("\"", "\\\"");
        return Files.writeString(
                directory.resolve("class-path"),
                "-cp \"" + quoted + "\"\n",
                Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    /** The jar or directory that this class came from; a jar within another one is copied out of it. */
    private static String own(Path directory) throws IOException {
        CodeSource source = WorkerMain.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new ResourceUnavailableException("class loader does not tell where blaspool's classes are: loader="
                    + WorkerMain.class.getClassLoader()
                    + ", expected one that does, or BlasPool.builder().classPath(list)");
        }
        URL location = source.getLocation();
        try {
            if (location.getProtocol().equals("file")) {
                return Path.of(location.toURI()).toString();
            }
        } catch (URISyntaxException e) {
            throw new IOException("location of blaspool's classes is no URI: " + location, e);
        }
        Path copy = directory.resolve("blaspool.jar");
        try (InputStream jar = within(location).openStream()) {
            Files.copy(jar, copy);
        }
        return copy.toString();
    }

    /** A jar as a file within another one, of its URL as a root of classes: {@code jar:…!/}. */
    private static URL within(URL root) throws IOException {
        String text = root.toString();
        String file = text.endsWith("!/") ? text.substring(0, text.length() - 2) : text;
        boolean nestedOnce = file.startsWith("jar:") && !file.contains("!/");
        return new URL(nestedOnce || file.startsWith("jar:nested:") ? file.substring("jar:".length()) : file);
    }
}
