/* The smaps of a process, which are searched for the pages of a region. */
#include "bytes_file.h"

#include "memory/pages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bytes_file file;
    if (file.path[0] == '\0') {
        file = bytes_file_create();
    }
    bytes_file_fill(&file, data, size);
    uint64_t huge;
    blaspool_mapping_range range = {UINT64_C(0x7f0000200000), UINT64_C(0x400000)};
    MUST(blaspool_smaps_count_huge(file.path, range, &huge) == BLASPOOL_OK);
    return 0;
}
