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
        "cblas_dgemm;dgemm_itcopy_ZEN;asm_exc_page_fault_[k];clear_page_erms_[k], PAGE_FAULTS",
        "java.io.ObjectOutputStream.writeArray;unix_stream_sendmsg_[k];_copy_from_iter_[k], COPY",
        "java.io.ObjectOutputStream.writeArray, SERIALIZATION",
        "org.blaspool.task.ClaimLoop.run, OTHER"
    })
    void shouldTellWhatAStackIsAbout(String stack, StackClass expected) {
        assertThat(StackClass.of(List.of(stack.split(";")))).isEqualTo(expected);
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
