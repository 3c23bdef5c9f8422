/* CPU lists, as users and /sys write them. */
#include "fuzz.h"

#include <blaspool/affinity.h>

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *list = malloc(size + 1);
    MUST(list != NULL);
    memcpy(list, data, size);
    list[size] = '\0';
    blaspool_cpu_set set = {{UINT64_C(0x5a5a)}};
    const blaspool_cpu_set untouched = set;
    if (blaspool_cpu_set_parse(list, &set) != BLASPOOL_OK) {
        MUST(memcmp(&set, &untouched, sizeof set) == 0);
        MUST(blaspool_last_error()[0] != '\0');
    } else {
        MUST(blaspool_cpu_set_count(&set) > 0);
        size_t length = blaspool_cpu_set_format(&set, NULL, 0);
        char *again = malloc(length + 1);
        MUST(again != NULL && blaspool_cpu_set_format(&set, again, length + 1) == length && strlen(again) == length);
        blaspool_cpu_set same;
        MUST(blaspool_cpu_set_parse(again, &same) == BLASPOOL_OK && memcmp(&set, &same, sizeof set) == 0);
        free(again);
    }
    free(list);
    return 0;
}
