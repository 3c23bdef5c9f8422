/* Numbers in the text files of /proc and /sys. */
#include "bytes_file.h"

#include "memory/figure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const keys[] = {"", "MemAvailable:", "total_inactive_file ", "inactive_file "};
    static bytes_file file;
    if (file.path[0] == '\0') {
        file = bytes_file_create();
    }
    bytes_file_fill(&file, data, size);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        uint64_t figure = 42;
        int found = blaspool_read_figure(file.path, keys[i], &figure);
        MUST(found == 1 || (found == 0 && figure == 42));
    }
    return 0;
}
