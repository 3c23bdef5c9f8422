package org.blaspool.cli.profile;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a stack is about: the first that fits. */
enum StackClass {
    /** The kernel gives memory: clearing pages and mapping them. */
    PAGE_FAULTS("(clear_page.*|asm_exc_page_fault|exc_page_fault|do_anonymous_page|handle_mm_fault)_\\[k\\]"),
    /** In the BLAS: its kernels and what packs for them; functions that its library was stripped of the names of. */
    DGEMM("(cblas_dgemm|dgemm_.*|d?gemm.*|inner_(advanced_)?thread|exec_blas.*|blas_thread_server"
            + "|\\[lib(openblas|blas|cblas|blis|mkl|flexiblas)[^\\]]*\\])"),
    /** Between sockets, files and memory, in the kernel or in the C library. */
    COPY("((__x64_sys_|__arm64_sys_|ksys_)?(read|write|pread64|pwrite64|sendto|recvfrom|sendmsg|recvmsg|sendfile"
            + "|process_vm_readv).*_\\[k\\]|__memcpy.*|__memmove.*|memcpy.*|memmove.*|.*_copy.*_(iter|user).*_\\[k\\]"
            + "|.*[Aa]rraycopy.*|(send|recv|read|write|__send|__recv|__libc_(send|recv|read|write|pread64|pwrite64)))"),
    /** Java code that turns matrices into bytes and back. */
    SERIALIZATION("(java\\.io\\.Object(In|Out)putStream.*|org\\.blaspool\\.transport\\..*|org\\.blaspool\\.file\\..*"
            + "|java\\.nio\\..*|sun\\.nio\\..*)"),
    /** The rest. */
    OTHER("");

    private final Pattern frame;

    StackClass(String frame) {
        this.frame = Pattern.compile(frame);
    }

    static StackClass of(List<String> frames) {
        for (StackClass each : values()) {
            if (frames.stream().anyMatch(name -> each.frame.matcher(name).matches())) {
                return each;
            }
        }
        return OTHER;
    }

    /** Whether it is in the BLAS, whatever the kernel does for it there. */
    static boolean isInBlas(List<String> frames) {
        return frames.stream().anyMatch(name -> DGEMM.frame.matcher(name).matches());
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
