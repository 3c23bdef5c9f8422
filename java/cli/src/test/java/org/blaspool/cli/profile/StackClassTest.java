package org.blaspool.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackClassTest {
    @ParameterizedTest
    @CsvSource({
        "org.blaspool.jni.NativeBlas.dgemm;Java_org_blaspool_jni_NativeBlas_dgemm;cblas_dgemm;dgemm_kernel_ZEN, DGEMM",
        "start_thread;[libopenblas.so.0], DGEMM",
        "cblas_dgemm;dgemm_itcopy_ZEN;asm_exc_page_fault_[k];clear_page_erms_[k], DGEMM",
        "org.blaspool.transport.SerializationCodec.write;java.io.ObjectOutputStream.writeArray, SERIALIZATION",
        "org.blaspool.transport.SerializationCodec.read;java.nio.DoubleBuffer.put;__memmove_avx512, SERIALIZATION",
        "java.io.ObjectInputStream.readArray;__memset_avx512;asm_exc_page_fault_[k], SERIALIZATION",
        "java.io.ObjectOutputStream.writeArray;__send;__x64_sys_sendto_[k];unix_stream_sendmsg_[k], COPYING",
        "org.blaspool.jni.NativeChannel.receive;[not unwound];__libc_recv, COPYING",
        "org.blaspool.transport.MatrixCodec.RawCodec.write;vmsplice;do_syscall_64_[k];__do_sys_vmsplice_[k], COPYING",
        "org.blaspool.independent.FileWork.load;org.blaspool.file.NpyFormat.read;__x64_sys_pread64_[k], COPYING",
        "org.blaspool.task.ClaimLoop.run, OTHER",
        "org.blaspool.task.ClaimLoop.run;__x64_sys_futex_[k], OTHER"
    })
    void shouldTellWhatAStackIsAbout(String stack, StackClass expected) {
        assertThat(StackClass.of(List.of(stack.split(";")))).isEqualTo(expected);
    }

    @Test
    void shouldTellPageFaultsFromOtherWorkOfTheKernel() {
        assertThat(StackClass.isPageFault(List.of(
                        "dgemm_itcopy_ZEN", "asm_exc_page_fault_[k]", "handle_mm_fault_[k]", "clear_page_erms_[k]")))
                .isTrue();
        assertThat(StackClass.isPageFault(List.of("__x64_sys_pread64_[k]", "_copy_to_iter_[k]")))
                .isFalse();
        assertThat(StackClass.isPageFault(List.of("handle_mm_fault"))).isFalse();
    }

    @Test
    void shouldDrawFramesAsWideAsTheirShare() {
        String svg = FlameGraph.svg("a & b", Map.of("main;dgemm_kernel", 3L, "main;write<>", 1L));

        assertThat(svg)
                .startsWith("<svg")
                .contains("a &amp; b")
                .contains("<title>dgemm_kernel (75.0 %)</title>")
                .contains("<title>write&lt;&gt; (25.0 %)</title>")
                .contains("width=\"899.7\"");
    }
}
