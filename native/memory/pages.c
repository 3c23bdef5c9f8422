#include "memory/pages.h"

#include "memory/figure.h"
#include "status/status_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint64_t blaspool_page_bytes(void) { return (uint64_t)sysconf(_SC_PAGESIZE); }

uint64_t blaspool_huge_page_bytes(void) {
    static _Atomic uint64_t known = UINT64_MAX; /* it cannot change while the kernel runs */
    uint64_t bytes = known;
    if (bytes == UINT64_MAX) {
        if (!blaspool_read_figure("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "", &bytes)) {
            bytes = 0;
        }
        known = bytes;
    }
    return bytes;
}

/* "55d0c0a00000-55d0c0c00000 rw-p …": only the head of a mapping begins with lower-case hexadecimal and a dash. */
static int is_mapping_head(const char *line, uint64_t *start, uint64_t *end) {
    return sscanf(line, "%" SCNx64 "-%" SCNx64 " ", start, end) == 2;
}

static uint64_t read_kilobytes(const char *line, const char *name) {
    size_t length = strlen(name);
    return strncmp(line, name, length) == 0 ? strtoull(line + length, NULL, 10) * 1024 : 0;
}

blaspool_status blaspool_smaps_count_huge(const char *path, blaspool_mapping_range range, uint64_t *huge_bytes) {
    FILE *smaps = fopen(path, "re");
    if (smaps == NULL) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, errno, "page kinds cannot be read: path=%s errno=%d (%s)", path, errno, strerror(errno));
    }
    uint64_t sum = 0, start, end;
    int inside = 0;
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, smaps) > 0) {
        if (is_mapping_head(line, &start, &end)) {
            if (start >= range.address + range.bytes) {
                break; /* ascending addresses; walking the rest costs as much as it has pages */
            }
            inside = end > range.address;
        } else if (inside) {
            sum += read_kilobytes(line, "AnonHugePages:") + read_kilobytes(line, "ShmemPmdMapped:");
        }
    }
    free(line);
    (void)fclose(smaps);
    *huge_bytes = sum;
    return BLASPOOL_OK;
}

blaspool_status blaspool_pages_count_huge(const void *address, uint64_t bytes, uint64_t *huge_bytes) {
    blaspool_mapping_range range = {(uint64_t)(uintptr_t)address, bytes};
    return blaspool_smaps_count_huge("/proc/self/smaps", range, huge_bytes);
}

blaspool_status blaspool_pages_kind(const void *address, uint64_t bytes, blaspool_page_kind *pages) {
    uint64_t huge_page = blaspool_huge_page_bytes(), huge_bytes = 0;
    if (huge_page == 0 || bytes < huge_page) {
        *pages = BLASPOOL_PAGES_SMALL;
        return BLASPOOL_OK;
    }
    blaspool_status status = blaspool_pages_count_huge(address, bytes, &huge_bytes);
    if (status != BLASPOOL_OK) {
        return status;
    }
    *pages = huge_bytes == 0                               ? BLASPOOL_PAGES_SMALL
             : huge_bytes >= bytes / huge_page * huge_page ? BLASPOOL_PAGES_HUGE
                                                           : BLASPOOL_PAGES_MIXED;
    return BLASPOOL_OK;
}
