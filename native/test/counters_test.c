/*
 * Counters by the events that the kernel keeps itself, which every machine has: the way they are read is that of the
 * hardware's. And the words where there are none, or where they are forbidden.
 */
#include "child.h"
#include "counters/refusal.h"

#include <blaspool/counters.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { CLOCK, FAULTS, KINDS };

static const int software[KINDS] = {BLASPOOL_COUNTER_TASK_CLOCK, BLASPOOL_COUNTER_PAGE_FAULTS};
static const int64_t burn_nanos = 20000000;

static int64_t cpu_nanos(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void burn(void) {
    int64_t end = cpu_nanos() + burn_nanos;
    while (cpu_nanos() < end) {
    }
}

static void *burn_on_a_thread(void *unused) {
    burn();
    return unused;
}

static pthread_t start_burning(void) {
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, burn_on_a_thread, NULL) == 0);
    return thread;
}

static blaspool_counters *open_software(void) {
    blaspool_counters *counters = NULL;
    blaspool_status status = blaspool_counters_open(software, KINDS, &counters);
    if (status == BLASPOOL_UNAVAILABLE) {
        fprintf(stderr, "skipped: %s\n", blaspool_last_error());
        exit(EXIT_SKIPPED);
    }
    REQUIRE(status == BLASPOOL_OK);
    return counters;
}

static void read_all(const blaspool_counters *counters, blaspool_count counts[KINDS]) {
    REQUIRE(blaspool_counters_read(counters, counts) == BLASPOOL_OK);
}

static void should_count_the_calling_thread(void) {
    blaspool_counters *counters = open_software();
    blaspool_count before[KINDS], after[KINDS];
    read_all(counters, before);
    burn();
    enum { PAGES = 64 };
    volatile char *pages = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(pages != MAP_FAILED);
    (void)madvise((void *)pages, PAGES * 4096, MADV_NOHUGEPAGE);
    for (int i = 0; i < PAGES; i++) {
        pages[i * 4096] = 1;
    }
    read_all(counters, after);
    EXPECT(blaspool_count_between(&before[CLOCK], &after[CLOCK]) >= burn_nanos * 9 / 10);
    EXPECT(blaspool_count_between(&before[FAULTS], &after[FAULTS]) >= PAGES);
    EXPECT(after[CLOCK].running_nanos > before[CLOCK].running_nanos);
    EXPECT(after[CLOCK].enabled_nanos >= after[CLOCK].running_nanos);
    (void)munmap((void *)pages, PAGES * 4096);
    blaspool_counters_close(counters);
}

static void should_count_threads_that_were_there_and_that_come(void) {
    pthread_t earlier = start_burning(); /* may still run when the counters are opened, or have ended: neither fails */
    blaspool_counters *counters = open_software();
    REQUIRE(pthread_join(earlier, NULL) == 0);
    blaspool_count before[KINDS], meanwhile[KINDS], after[KINDS];
    read_all(counters, before);
    pthread_t later = start_burning();
    REQUIRE(pthread_join(later, NULL) == 0);
    read_all(counters, meanwhile);
    EXPECT(blaspool_count_between(&before[CLOCK], &meanwhile[CLOCK]) >= burn_nanos * 9 / 10);
    pthread_t another = start_burning();
    REQUIRE(pthread_join(another, NULL) == 0);
    read_all(counters, after);
    EXPECT(blaspool_count_between(&meanwhile[CLOCK], &after[CLOCK]) >= burn_nanos * 9 / 10);
    blaspool_counters_close(counters);
}

/* A child that burns, says so and lives on until its input ends: the parent must see it before and after its end. */
static void should_count_child_processes_that_live_and_that_have_ended(void) {
    blaspool_counters *counters = open_software();
    blaspool_count before[KINDS], living[KINDS], ended[KINDS];
    read_all(counters, before);
    int burnt[2], end[2];
    REQUIRE(pipe(burnt) == 0 && pipe(end) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        (void)close(end[1]);
        burn();
        char byte = 1;
        (void)!write(burnt[1], &byte, 1);
        (void)!read(end[0], &byte, 1);
        _exit(0);
    }
    char byte;
    REQUIRE(read(burnt[0], &byte, 1) == 1);
    read_all(counters, living);
    EXPECT(blaspool_count_between(&before[CLOCK], &living[CLOCK]) >= burn_nanos * 9 / 10);
    (void)close(end[1]);
    EXPECT_EQUAL(child_exit_code(child), 0);
    read_all(counters, ended);
    EXPECT(ended[CLOCK].value >= living[CLOCK].value);
    (void)close(end[0]);
    (void)close(burnt[0]);
    (void)close(burnt[1]);
    blaspool_counters_close(counters);
}

static void should_scale_by_the_time_without_a_counter(void) {
    const blaspool_count none = {0, 0, 0};
    const blaspool_count from = {100, 1000, 500};
    const blaspool_count whole = {300, 2000, 1500};
    const blaspool_count half = {300, 2000, 1000};
    const blaspool_count never = {100, 2000, 500};
    EXPECT_EQUAL(blaspool_count_between(&from, &whole), 200);
    EXPECT_EQUAL(blaspool_count_between(&from, &half), 400);
    EXPECT_EQUAL(blaspool_count_between(&from, &never), -1);
    EXPECT_EQUAL(blaspool_count_between(&from, &from), 0);
    EXPECT_EQUAL(blaspool_count_between(&none, &none), -1);
}

static void should_refuse_what_is_no_counter(void) {
    blaspool_counters *counters = NULL;
    const int unknown[] = {BLASPOOL_COUNTER_TASK_CLOCK, BLASPOOL_COUNTER_KINDS};
    EXPECT_REFUSED(BLASPOOL_INVALID, "counter=6", blaspool_counters_open(unknown, 2, &counters));
    EXPECT_REFUSED(BLASPOOL_INVALID, "counters=0", blaspool_counters_open(unknown, 0, &counters));
    EXPECT_REFUSED(BLASPOOL_INVALID, "counters=7", blaspool_counters_open(unknown, 7, &counters));
    EXPECT(counters == NULL);
    blaspool_counters_close(NULL);
}

static void should_say_why_there_are_none(void) {
    static const int missing[] = {ENOENT, EOPNOTSUPP, ENODEV};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        EXPECT_REFUSED(
            BLASPOOL_UNAVAILABLE, "this machine (or virtual machine) has no hardware counters",
            blaspool_counters_refused(missing[i], "/nonexistent"));
        EXPECT_EQUAL(blaspool_last_errno(), missing[i]);
    }
    char name[] = "/tmp/blaspool-paranoid-XXXXXX";
    int file = mkstemp(name);
    REQUIRE(file >= 0 && write(file, "4\n", 2) == 2);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "perf_event_paranoid=4", blaspool_counters_refused(EACCES, name));
    EXPECT_CONTAINS(blaspool_last_error(), "kernel.perf_event_paranoid=2");
    (void)close(file);
    (void)unlink(name);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "perf_event_paranoid=unknown", blaspool_counters_refused(EPERM, name));
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "no perf_event_open", blaspool_counters_refused(ENOSYS, name));
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "errno=24", blaspool_counters_refused(EMFILE, name));
}

/* On a machine that has them they count, on one that has not the words are one of those above. */
static void should_count_or_say_why_not(void) {
    static const int hardware[] = {BLASPOOL_COUNTER_CYCLES, BLASPOOL_COUNTER_INSTRUCTIONS};
    blaspool_counters *counters = NULL;
    blaspool_status status = blaspool_counters_open(hardware, 2, &counters);
    if (status != BLASPOOL_OK) {
        EXPECT_EQUAL(status, BLASPOOL_UNAVAILABLE);
        EXPECT_CONTAINS(blaspool_last_error(), "hardware counters");
        fprintf(stderr, "%s\n", blaspool_last_error());
        return;
    }
    blaspool_count before[2], after[2];
    REQUIRE(blaspool_counters_read(counters, before) == BLASPOOL_OK);
    burn();
    REQUIRE(blaspool_counters_read(counters, after) == BLASPOOL_OK);
    EXPECT(blaspool_count_between(&before[0], &after[0]) != 0);
    EXPECT(blaspool_count_between(&before[1], &after[1]) != 0);
    blaspool_counters_close(counters);
}

int main(void) {
    should_say_why_there_are_none();
    should_refuse_what_is_no_counter();
    should_scale_by_the_time_without_a_counter();
    should_count_or_say_why_not();
    should_count_the_calling_thread();
    should_count_threads_that_were_there_and_that_come();
    should_count_child_processes_that_live_and_that_have_ended();
    return expect_exit_code();
}
