/* The figures are plausible and agree with each other; how fast the machine is, is not tested. */
#include "expect_value.h"

#include <blaspool/affinity.h>
#include <blaspool/probe.h>

#include "memory/pages.h"
#include "probe/fma_kernel.h"
#include "probe/fma_run.h"
#include "probe/sample.h"

#include <math.h>

#define MIB (UINT64_C(1) << 20)

static const int64_t nanos = 20000000;

static int first_cpu(void) {
    blaspool_cpu_set mask;
    REQUIRE(blaspool_affinity_get(0, &mask) == BLASPOOL_OK);
    int cpu = 0;
    while (!blaspool_cpu_set_contains(&mask, cpu)) {
        cpu++;
    }
    return cpu;
}

static void should_take_the_median_of_the_upper_half(void) {
    double one[] = {5.0}, two[] = {7.0, 5.0}, five[] = {4, 2, 5, 1, 3}, eight[] = {8, 1, 2, 7, 3, 6, 4, 5};
    EXPECT_EQUAL(blaspool_upper_median(one, 1), 5);
    EXPECT_EQUAL(blaspool_upper_median(two, 2), 7);
    EXPECT_EQUAL(blaspool_upper_median(five, 5), 4);
    EXPECT_EQUAL(blaspool_upper_median(eight, 8), 7);
}

/* Each chain starts at its own number and adds factor x addend = 0.375 a round, exactly: no step can be missing. */
static void should_really_compute_what_is_counted(void) {
    blaspool_fma_kernel kernel = blaspool_fma_kernel_widest();
    if (kernel.vector_bits == 0) {
        EXPECT(isfinite(kernel.run(1000)));
        return;
    }
    const int lanes = kernel.vector_bits / 64;
    const int64_t rounds = 1000, chains = kernel.flop_per_round / (2 * lanes);
    double starts = (double)(chains * (chains - 1) / 2);
    double expected = lanes * (starts + (double)(chains * rounds) * 0.375);
    EXPECT(kernel.run(rounds) == expected);
}

static void should_measure_a_plausible_peak(void) {
    int bits = -1;
    double rate = blaspool_probe_fma_rate(nanos, &bits);
    EXPECT(bits == 0 || bits == 128 || bits == 256 || bits == 512);
    EXPECT(isfinite(rate) && rate > 1e7);
    /* 6 GHz with four units of that width */
    EXPECT(rate < 6e9 * 4 * 2 * (bits > 0 ? bits / 64 : 1));
    EXPECT(blaspool_probe_fma_rate(0, NULL) > 1e7);
}

/* Loose bounds, as other processes share the machine: half to twice, where a miscount is a whole factor. */
static void should_not_count_a_cpu_twice(void) {
    const int cpu = first_cpu(), same[] = {cpu, cpu};
    double one = 0.0, two = 0.0;
    EXPECT_OK(blaspool_probe_fma_rate_all(1, same, 4 * nanos, &one));
    EXPECT_OK(blaspool_probe_fma_rate_all(2, same, 4 * nanos, &two));
    EXPECT(one > 1e7);
    fprintf(stderr, "one thread %g, two on the same cpu %g\n", one, two);
    EXPECT(two > 0.1 * one);
    EXPECT(two < 1.7 * one);
}

static void should_put_one_thread_on_each_allotted_cpu(void) {
    blaspool_cpu_set mask = {{0}};
    blaspool_cpu_set_add(&mask, 3);
    blaspool_cpu_set_add(&mask, 70);
    EXPECT_EQUAL(blaspool_fma_next_cpu(&mask, -1), 3);
    EXPECT_EQUAL(blaspool_fma_next_cpu(&mask, 3), 70);
    EXPECT_EQUAL(blaspool_fma_next_cpu(&mask, 70), 3);
}

static void should_leave_the_callers_mask_alone(void) {
    blaspool_cpu_set before, after;
    const int cpu = first_cpu();
    double rate;
    int64_t trip;
    REQUIRE(blaspool_affinity_get(0, &before) == BLASPOOL_OK);
    EXPECT_OK(blaspool_probe_fma_rate_all(1, &cpu, nanos, &rate));
    EXPECT_OK(blaspool_probe_fma_rate_all(2, NULL, nanos, &rate));
    EXPECT_OK(blaspool_probe_wakeup(&trip));
    REQUIRE(blaspool_affinity_get(0, &after) == BLASPOOL_OK);
    EXPECT(memcmp(&before, &after, sizeof before) == 0);
}

static void should_refuse_what_cannot_be_measured(void) {
    double rate = -1.0;
    uint64_t page_bytes;
    const int absent[] = {first_cpu(), 8191}, negative[] = {-1};
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "cpus=8191", blaspool_probe_fma_rate_all(2, absent, nanos, &rate));
    EXPECT_REFUSED(BLASPOOL_INVALID, "cpu=-1", blaspool_probe_fma_rate_all(1, negative, nanos, &rate));
    EXPECT_REFUSED(BLASPOOL_INVALID, "threads=0", blaspool_probe_fma_rate_all(0, NULL, nanos, &rate));
    EXPECT_REFUSED(BLASPOOL_INVALID, "block_bytes=0", blaspool_probe_copy_rate(0, nanos, &rate));
    EXPECT_REFUSED(BLASPOOL_NO_MEMORY, "bytes=", blaspool_probe_copy_rate(UINT64_MAX / 4, nanos, &rate));
    EXPECT_REFUSED(BLASPOOL_INVALID, "bytes=0", blaspool_probe_fault_cost(0, 0, &rate, &page_bytes));
    EXPECT(rate == -1.0);
}

static void should_measure_a_plausible_copy_rate(void) {
    static const uint64_t blocks[] = {1, 1000, 64 * 1024, 8 * MIB};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        double rate = 0.0;
        EXPECT_OK(blaspool_probe_copy_rate(blocks[i], nanos, &rate));
        EXPECT(rate > 1e5 && rate < 1e13);
    }
}

static void should_measure_the_cost_of_the_pages_that_there_are(void) {
    for (int want_huge = 0; want_huge <= 1; want_huge++) {
        double seconds = 0.0;
        uint64_t page_bytes = 0;
        EXPECT_OK(blaspool_probe_fault_cost(16 * MIB, want_huge, &seconds, &page_bytes));
        EXPECT(page_bytes == blaspool_page_bytes() || (want_huge && page_bytes == blaspool_huge_page_bytes()));
        EXPECT(seconds > 0.0 && seconds < 1.0);
    }
}

static void should_measure_a_plausible_wake_up(void) {
    int64_t trip = 0;
    EXPECT_OK(blaspool_probe_wakeup(&trip));
    EXPECT(trip > 100 && trip < INT64_C(1000000000));
}

int main(void) {
    should_take_the_median_of_the_upper_half();
    should_really_compute_what_is_counted();
    should_measure_a_plausible_peak();
    should_not_count_a_cpu_twice();
    should_put_one_thread_on_each_allotted_cpu();
    should_leave_the_callers_mask_alone();
    should_refuse_what_cannot_be_measured();
    should_measure_a_plausible_copy_rate();
    should_measure_the_cost_of_the_pages_that_there_are();
    should_measure_a_plausible_wake_up();
    return expect_exit_code();
}
