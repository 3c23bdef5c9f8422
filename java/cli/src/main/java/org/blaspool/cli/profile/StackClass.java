package org.blaspool.cli.profile;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a stack is about, told by the names of its frames. What the kernel does for it, faults too, belongs to it. */
enum StackClass {
    /** In the BLAS: its kernels and what packs for them; functions that its library was stripped of the names of. */
    DGEMM,
    /** Java serialization: numbers to bytes and back, with the copies between arrays that it takes. */
    SERIALIZATION,
    /** Operands and results as they are, between sockets, files and memory. */
    COPYING,
    /** The rest: claiming, waking, noting. */
    OTHER;

    /** The first that any frame of a stack fits decides. */
    private record Rule(Pattern frame, StackClass about) {
        Rule(String frame, StackClass about) {
            this(Pattern.compile(frame), about);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "cblas_dgemm|dgemm_.*|d?gemm.*|inner_(advanced_)?thread|exec_blas.*|blas_thread_server"
                            + "|\\[lib(openblas|blas|cblas|blis|mkl|flexiblas)[^\\]]*\\]",
                    DGEMM),
            // System calls come before the codec that makes them, as the phases have it.
            new Rule(
                    "(__x64_sys_|__arm64_sys_|__do_sys_|ksys_)(read|write|pread64|pwrite64|sendto|recvfrom|sendmsg|recvmsg"
                            + "|sendfile|copy_file_range|splice|vmsplice|process_vm_readv|openat|close|ftruncate).*_\\[k\\]"
                            + "|.*_copy.*_(iter|user).*_\\[k\\]|unix_stream_.*_\\[k\\]"
                            + "|(__)?(libc_)?(send|recv|sendmsg|recvmsg|read|write|pread64|pwrite64|splice|vmsplice)"
                            + "|blaspool_channel_(send|receive|lend).*",
                    COPYING),
            new Rule(
                    "java\\.io\\.Object(In|Out)putStream.*|org\\.blaspool\\.transport\\.SerializationCodec.*",
                    SERIALIZATION),
            new Rule(
                    "(__)?mem(cpy|move).*|.*[Aa]rraycopy.*|org\\.blaspool\\.(transport|file)\\..*"
                            + "|org\\.blaspool\\.jni\\.NativeChannel.*|(java|sun)\\.nio\\..*",
                    COPYING));

    /** The kernel gives memory, or the right to write to it: clearing pages and mapping them. */
    private static final Pattern FAULT = Pattern.compile("(asm_exc_page_fault|exc_page_fault|do_user_addr_fault"
            + "|handle_mm_fault|do_anonymous_page|el0_da|do_page_fault)_\\[k\\]");

    /** @param frames in any order; those of the kernel end in {@code _[k]} */
    static StackClass of(List<String> frames) {
        return RULES.stream()
                .filter(rule -> isAny(frames, rule.frame()))
                .map(Rule::about)
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether the kernel was handling a page fault, whatever the stack is about. */
    static boolean isPageFault(List<String> frames) {
        return isAny(frames, FAULT);
    }

    private static boolean isAny(List<String> frames, Pattern pattern) {
        return frames.stream().anyMatch(frame -> pattern.matcher(frame).matches());
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
