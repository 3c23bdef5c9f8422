#include "child.h"

#include <blaspool/memory.h>

#include "memory/available.h"
#include "memory/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define MIB (UINT64_C(1) << 20)

static const blaspool_region_kind kinds[] = {BLASPOOL_REGION_PRIVATE, BLASPOOL_REGION_SHARED};

static int is_zero(const blaspool_region *region) {
    const unsigned char *bytes = region->address;
    for (uint64_t i = 0; i < region->bytes; i++) {
        if (bytes[i] != 0) {
            return 0;
        }
    }
    return 1;
}

static long faults(void) {
    struct rusage usage;
    REQUIRE(getrusage(RUSAGE_SELF, &usage) == 0);
    return usage.ru_minflt + usage.ru_majflt;
}

static void should_give_zeroes_of_the_size_and_alignment_that_were_asked(void) {
    static const uint64_t sizes[] = {1, 4096, 100001, 2 * MIB, 2 * MIB + 1, 9 * MIB + 12345, 40 * MIB};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int variant = 0; variant < 8; variant++) {
            blaspool_region region;
            blaspool_region_kind kind = kinds[variant & 1];
            REQUIRE(
                blaspool_region_create(sizes[i], kind, variant >> 1 & 1, 1 + (variant >> 2) * 2, &region) ==
                BLASPOOL_OK);
            EXPECT_EQUAL(region.bytes, sizes[i]);
            EXPECT_EQUAL(region.mapped_bytes, blaspool_round_up(sizes[i], blaspool_page_bytes()));
            EXPECT_EQUAL(region.kind, kind);
            EXPECT((region.fd >= 0) == (kind == BLASPOOL_REGION_SHARED));
            EXPECT(sizes[i] < 2 * MIB || (uintptr_t)region.address % (2 * MIB) == 0);
            EXPECT(is_zero(&region));
            memset(region.address, 0x5a, region.mapped_bytes);
            blaspool_region_release(&region);
        }
    }
}

/* Only where the compiler does not count its own memory into it. */
static void should_have_every_page_before_the_first_touch(void) {
    for (int variant = 0; variant < 4; variant++) {
        blaspool_region region;
        REQUIRE(blaspool_region_create(16 * MIB, kinds[variant & 1], variant >> 1, 2, &region) == BLASPOOL_OK);
        volatile char *bytes = region.address;
        long before = faults();
        for (uint64_t at = 0; at < region.bytes; at += blaspool_page_bytes()) {
            bytes[at] = 1;
        }
        EXPECT(faults() - before < 16); /* of 4096 pages */
        blaspool_region_release(&region);
    }
}

/* The same figures by another way: what the kernel says of the one mapping that starts at the address. */
static uint64_t huge_bytes_by_smaps(const void *address) {
    char head[32], command[256];
    (void)snprintf(head, sizeof head, "%" PRIxPTR, (uintptr_t)address);
    (void)snprintf(
        command, sizeof command,
        "awk '/^[0-9a-f]+-/{on=index($0,\"%s-\")==1} on&&/^(AnonHugePages|ShmemPmdMapped):/{s+=$2} END{print s+0}' "
        "/proc/%d/smaps",
        head, (int)getpid());
    FILE *pipe = popen(command, "r");
    REQUIRE(pipe != NULL);
    uint64_t kilobytes = 0;
    REQUIRE(fscanf(pipe, "%" SCNu64, &kilobytes) == 1);
    (void)pclose(pipe);
    return kilobytes * 1024;
}

static void should_report_the_pages_that_smaps_has(void) {
    for (int variant = 0; variant < 4; variant++) {
        blaspool_region region, neighbour;
        const uint64_t bytes = 11 * MIB;
        REQUIRE(blaspool_region_create(bytes, kinds[variant & 1], variant >> 1, 2, &region) == BLASPOOL_OK);
        REQUIRE(blaspool_region_create(bytes, kinds[variant & 1], 1, 2, &neighbour) == BLASPOOL_OK);
        uint64_t huge_bytes = huge_bytes_by_smaps(region.address), counted;
        EXPECT_OK(blaspool_pages_count_huge(region.address, region.mapped_bytes, &counted));
        EXPECT_EQUAL(counted, huge_bytes);
        EXPECT_EQUAL(
            region.pages, huge_bytes == 0          ? BLASPOOL_PAGES_SMALL
                          : huge_bytes == 10 * MIB ? BLASPOOL_PAGES_HUGE
                                                   : BLASPOOL_PAGES_MIXED);
        if (variant == 0) { /* private, not wanted: nothing can make them huge */
            EXPECT_EQUAL(region.pages, BLASPOOL_PAGES_SMALL);
        }
        blaspool_region_release(&neighbour);
        blaspool_region_release(&region);
    }
}

static void should_report_mixed_pages_after_a_part_was_given_back(void) {
    blaspool_region region;
    REQUIRE(blaspool_region_create(16 * MIB, BLASPOOL_REGION_PRIVATE, 1, 1, &region) == BLASPOOL_OK);
    if (region.pages == BLASPOOL_PAGES_HUGE) {
        blaspool_page_kind pages;
        REQUIRE(madvise(region.address, 4 * MIB, MADV_DONTNEED) == 0);
        EXPECT_OK(blaspool_region_pages(&region, &pages));
        EXPECT_EQUAL(pages, BLASPOOL_PAGES_MIXED);
    } else {
        fprintf(stderr, "no huge pages to be had here: the mixed kind was not tested\n");
    }
    blaspool_region_release(&region);
}

static void should_refuse_more_memory_than_there_is(void) {
    const char *limit;
    uint64_t available = blaspool_memory_available(&limit);
    REQUIRE(available < UINT64_MAX / 4);
    for (int variant = 0; variant < 4; variant++) {
        blaspool_region region = {.bytes = 7};
        EXPECT_REFUSED(
            BLASPOOL_NO_MEMORY, "available=",
            blaspool_region_create(available + available / 2, kinds[variant & 1], variant >> 1, 2, &region));
        EXPECT_EQUAL(blaspool_last_errno(), ENOMEM);
        EXPECT_EQUAL(region.bytes, 7);
        EXPECT_REFUSED(
            BLASPOOL_NO_MEMORY, "bytes=4611686018427387904",
            blaspool_region_create(INT64_MAX / 2, kinds[variant & 1], variant >> 1, 2, &region));
    }
}

static int count_descriptors(void) {
    int count = 0;
    for (int fd = 0; fd < 256; fd++) {
        count += fcntl(fd, F_GETFD) != -1;
    }
    return count;
}

/* In a child, whose limits are its own to spoil. */
static void should_say_so_when_the_address_space_or_the_file_is_limited(void) {
    fflush(NULL);
    pid_t pid = fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        child_begin();
        int descriptors = count_descriptors();
        blaspool_region region;
        const struct rlimit small_files = {.rlim_cur = MIB, .rlim_max = RLIM_INFINITY};
        REQUIRE(setrlimit(RLIMIT_FSIZE, &small_files) == 0);
        EXPECT_REFUSED(
            BLASPOOL_NO_MEMORY, "allowed=1048576",
            blaspool_region_create(4 * MIB, BLASPOOL_REGION_SHARED, 1, 1, &region));
        EXPECT_OK(blaspool_region_create(4 * MIB, BLASPOOL_REGION_PRIVATE, 1, 1, &region));
#ifndef __SANITIZE_ADDRESS__ /* it has taken terabytes of addresses already */
        const struct rlimit small_space = {.rlim_cur = 64 * MIB, .rlim_max = RLIM_INFINITY};
        REQUIRE(setrlimit(RLIMIT_AS, &small_space) == 0);
        EXPECT_REFUSED(
            BLASPOOL_NO_MEMORY, "(Cannot allocate memory); raise ulimit -v=65536 KiB",
            blaspool_region_create(256 * MIB, BLASPOOL_REGION_PRIVATE, 1, 1, &region));
#endif
        EXPECT_EQUAL(count_descriptors(), descriptors);
        _exit(expect_exit_code());
    }
    EXPECT_EQUAL(child_exit_code(pid), 0);
}

static void should_refuse_wrong_arguments(void) {
    blaspool_region region;
    EXPECT_REFUSED(BLASPOOL_INVALID, "bytes=0", blaspool_region_create(0, BLASPOOL_REGION_PRIVATE, 0, 1, &region));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "expected 1 to", blaspool_region_create(UINT64_MAX, BLASPOOL_REGION_SHARED, 0, 1, &region));
    EXPECT_REFUSED(BLASPOOL_INVALID, "threads=0", blaspool_region_create(1, BLASPOOL_REGION_PRIVATE, 0, 0, &region));
    EXPECT_REFUSED(BLASPOOL_INVALID, "kind=2", blaspool_region_create(1, (blaspool_region_kind)2, 0, 1, &region));
}

/* Opens the memfd of another process as a worker may, and writes where the parent can see it. */
static void attach_and_answer(int fd, uint64_t bytes, blaspool_page_kind pages) {
    child_begin();
    blaspool_region region;
    REQUIRE(blaspool_region_attach(fd, bytes, &region) == BLASPOOL_OK);
    unsigned char *data = region.address;
    long before = faults();
    for (uint64_t i = 0; i < bytes; i += 511) {
        REQUIRE(data[i] == (unsigned char)(i * 7));
        data[i] = (unsigned char)(i * 3);
    }
    EXPECT(faults() - before < 16);
    EXPECT_EQUAL(region.pages, pages);
    blaspool_region_release(&region);
    _exit(expect_exit_code());
}

static void should_show_the_same_bytes_to_another_process(void) {
    for (int want_huge = 0; want_huge <= 1; want_huge++) {
        blaspool_region region;
        const uint64_t bytes = 10 * MIB + 77;
        REQUIRE(blaspool_region_create(bytes, BLASPOOL_REGION_SHARED, want_huge, 2, &region) == BLASPOOL_OK);
        unsigned char *data = region.address;
        for (uint64_t i = 0; i < bytes; i += 511) {
            data[i] = (unsigned char)(i * 7);
        }
        fflush(NULL);
        pid_t pid = fork();
        REQUIRE(pid >= 0);
        if (pid == 0) {
            attach_and_answer(dup(region.fd), bytes, region.pages);
        }
        EXPECT_EQUAL(child_exit_code(pid), 0);
        uint64_t wrong = 0;
        for (uint64_t i = 0; i < bytes; i += 511) {
            wrong += data[i] != (unsigned char)(i * 3);
        }
        EXPECT_EQUAL(wrong, 0);
        blaspool_region_release(&region);
    }
}

static void should_seal_a_shared_region_against_a_change_of_size(void) {
    blaspool_region region;
    REQUIRE(blaspool_region_create(3 * MIB, BLASPOOL_REGION_SHARED, 1, 1, &region) == BLASPOOL_OK);
    EXPECT_EQUAL(fcntl(region.fd, F_GET_SEALS) & (F_SEAL_SHRINK | F_SEAL_GROW), F_SEAL_SHRINK | F_SEAL_GROW);
    EXPECT_EQUAL(ftruncate(region.fd, 4096), -1);
    EXPECT_EQUAL(errno, EPERM);
    EXPECT_EQUAL(ftruncate(region.fd, (off_t)(4 * MIB)), -1);
    EXPECT_EQUAL(fcntl(region.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    blaspool_region_release(&region);
}

static void should_refuse_to_attach_what_could_be_sigbus_later(void) {
    blaspool_region region;
    int open_ended = memfd_create("unsealed", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    REQUIRE(open_ended >= 0 && ftruncate(open_ended, (off_t)(4 * MIB)) == 0);
    EXPECT_REFUSED(BLASPOOL_INVALID, "shrink", blaspool_region_attach(open_ended, 4 * MIB, &region));
    REQUIRE(fcntl(open_ended, F_ADD_SEALS, F_SEAL_SHRINK) == 0);
    EXPECT_REFUSED(BLASPOOL_INVALID, "bytes=4194304", blaspool_region_attach(open_ended, 4 * MIB + 1, &region));
    EXPECT_EQUAL(fcntl(open_ended, F_GETFD), FD_CLOEXEC); /* still ours */
    (void)close(open_ended);
    int plain = child_scratch_file();
    REQUIRE(ftruncate(plain, 4096) == 0);
    EXPECT_REFUSED(BLASPOOL_INVALID, "shrink", blaspool_region_attach(plain, 4096, &region));
    (void)close(plain);
    EXPECT_REFUSED(BLASPOOL_INVALID, "fd=-1", blaspool_region_attach(-1, 4096, &region));
}

static void should_fence_a_region_with_pages_that_cannot_be_touched(void) {
    blaspool_region region;
    REQUIRE(blaspool_region_create(2 * MIB, BLASPOOL_REGION_PRIVATE, 0, 1, &region) == BLASPOOL_OK);
    for (int after = 0; after <= 1; after++) {
        fflush(NULL);
        pid_t pid = fork();
        REQUIRE(pid >= 0);
        if (pid == 0) {
            (void)signal(SIGSEGV, SIG_DFL);
            volatile char *bytes = region.address;
            _exit(bytes[after ? (int64_t)region.mapped_bytes : -1]);
        }
        EXPECT_EQUAL(child_exit_code(pid), 128 + SIGSEGV);
    }
    blaspool_region_release(&region);
}

static int is_mapped(const char *page) {
    unsigned char resident;
    return mincore((void *)(uintptr_t)page, blaspool_page_bytes(), &resident) == 0;
}

static void should_leave_nothing_behind(void) {
    const uint64_t bytes = 20 * MIB, page = blaspool_page_bytes();
    const int descriptors = count_descriptors();
    for (int variant = 0; variant < 4; variant++) {
        blaspool_region region;
        REQUIRE(blaspool_region_create(bytes, kinds[variant & 1], variant >> 1, 2, &region) == BLASPOOL_OK);
        const char *first = region.address;
        EXPECT(is_mapped(first - page) && is_mapped(first) && is_mapped(first + bytes));
        blaspool_region_release(&region);
        EXPECT(!is_mapped(first - page) && !is_mapped(first) && !is_mapped(first + bytes));
        EXPECT(region.address == NULL && region.fd == -1);
        blaspool_region_release(&region); /* does nothing */
    }
    EXPECT_EQUAL(count_descriptors(), descriptors);
}

int main(void) {
    should_give_zeroes_of_the_size_and_alignment_that_were_asked();
    should_have_every_page_before_the_first_touch();
    should_report_the_pages_that_smaps_has();
    should_report_mixed_pages_after_a_part_was_given_back();
    should_refuse_more_memory_than_there_is();
    should_say_so_when_the_address_space_or_the_file_is_limited();
    should_refuse_wrong_arguments();
    should_show_the_same_bytes_to_another_process();
    should_seal_a_shared_region_against_a_change_of_size();
    should_refuse_to_attach_what_could_be_sigbus_later();
    should_fence_a_region_with_pages_that_cannot_be_touched();
    should_leave_nothing_behind();
    return expect_exit_code();
}
