package org.blaspool.unpack;

/** This machine's instruction set, as the kernel names it and as the bytedeco jars do. */
record Architecture(String kernelName, String bytedecoName) {
    static Architecture current() {
        return of(System.getProperty("os.arch"));
    }

    static Architecture of(String javaName) {
        return switch (javaName) {
            case "amd64", "x86_64" -> new Architecture("x86_64", "x86_64");
            case "aarch64", "arm64" -> new Architecture("aarch64", "arm64");
            default -> new Architecture(javaName, javaName);
        };
    }
}
