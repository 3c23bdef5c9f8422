import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the source of {@code org.blaspool.netlib.LudovicDelegate}: every routine of dev.ludovic.netlib's interface but
 * dgemm, each of which calls another implementation of it. Plain calls, which cost nothing once they are compiled.
 */
final class DelegateSource {
    private static final String HEAD =
            """
            package org.blaspool.netlib;

            import dev.ludovic.netlib.blas.BLAS;
            import dev.ludovic.netlib.blas.NativeBLAS;

            /** Routines of dev.ludovic.netlib, all of which go to another implementation of it, but dgemm; generated. */
            abstract class LudovicDelegate implements NativeBLAS {
                final BLAS delegate;

                LudovicDelegate(BLAS delegate) {
                    this.delegate = delegate;
                }
            """;

    private DelegateSource() {}

    /** Argument: the directory of sources to write it to. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Class<?> blas = Class.forName("dev.ludovic.netlib.blas.BLAS");
        String methods = Arrays.stream(blas.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("dgemm"))
                .sorted(Comparator.comparing(Method::toString))
                .map(DelegateSource::forwarding)
                .collect(Collectors.joining());
        Path file = Path.of(arguments[0], "org", "blaspool", "netlib", "LudovicDelegate.java");
        String source = HEAD + methods + "}\n";
        // What has not changed keeps its time, so that nothing is compiled anew.
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        }
    }

    private static String forwarding(Method method) {
        Class<?>[] types = method.getParameterTypes();
        String parameters = IntStream.range(0, types.length)
                .mapToObj(i -> types[i].getCanonicalName() + " x" + i)
                .collect(Collectors.joining(", "));
        String arguments = IntStream.range(0, types.length).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
        String result = method.getReturnType() == void.class ? "" : "return ";
        return "\n    @Override\n    public final " + method.getReturnType().getCanonicalName() + " " + method.getName() + "("
                + parameters + ") {\n        " + result + "delegate." + method.getName() + "(" + arguments + ");\n    }\n";
    }
}
