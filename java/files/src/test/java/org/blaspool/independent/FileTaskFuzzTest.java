package org.blaspool.independent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.blaspool.transport.FedChannel;

/** What a worker makes of a list of tasks of any bytes: work, or an end with the reason. */
class FileTaskFuzzTest {
    @FuzzTest
    void shouldGetTasksOrFail(byte[] bytes) throws IOException {
        try (FedChannel fed = new FedChannel(bytes)) {
            new FileWork.Provider().open(fed.channel(), null).close();
        } catch (IOException e) {
            assertThat(e.getMessage()).as(e.toString()).isNotNull();
        }
    }
}
