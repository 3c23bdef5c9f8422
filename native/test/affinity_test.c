#include "expect_value.h"

#include <blaspool/affinity.h>

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *format(const blaspool_cpu_set *set) {
    static char list[65536];
    size_t length = blaspool_cpu_set_format(set, list, sizeof list);
    EXPECT_EQUAL(length, strlen(list));
    return list;
}

static const char *normalise(const char *list) {
    blaspool_cpu_set set;
    return blaspool_cpu_set_parse(list, &set) == BLASPOOL_OK ? format(&set) : "refused";
}

static void should_read_the_kernels_list_form(void) {
    EXPECT_TEXT(normalise("0"), "0");
    EXPECT_TEXT(normalise("0-3,8"), "0-3,8");
    EXPECT_TEXT(normalise("8,3,0-2"), "0-3,8");
    EXPECT_TEXT(normalise("10-14:2"), "10,12,14");
    EXPECT_TEXT(normalise("0-1,1-2\n"), "0-2");
    EXPECT_TEXT(normalise("62-65,8191"), "62-65,8191");
    EXPECT_TEXT(normalise("0-8191"), "0-8191");
}

static void should_refuse_a_bad_list_and_leave_the_set_alone(void) {
    static const char *const bad[] = {"",    ",",    "0,",   "-1",     "3-1",         "0-",   "a",   "0-3:0",
                                      "0 1", "0,,1", "8192", "0-8192", "99999999999", "1-2:", "0x1", "0\n\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        blaspool_cpu_set set = {{0}};
        blaspool_cpu_set_add(&set, 7);
        EXPECT_REFUSED(BLASPOOL_INVALID, "list=", blaspool_cpu_set_parse(bad[i], &set));
        EXPECT_TEXT(format(&set), "7");
    }
}

static void should_cut_a_list_at_a_comma_when_there_is_no_room(void) {
    blaspool_cpu_set set;
    REQUIRE(blaspool_cpu_set_parse("0-3,18,100", &set) == BLASPOOL_OK);
    char list[8];
    EXPECT_EQUAL(blaspool_cpu_set_format(&set, list, sizeof list), strlen("0-3,18,100"));
    EXPECT_TEXT(list, "0-3,18");
    EXPECT_EQUAL(blaspool_cpu_set_format(&set, list, 6), strlen("0-3,18,100"));
    EXPECT_TEXT(list, "0-3");
    EXPECT_EQUAL(blaspool_cpu_set_format(&set, NULL, 0), strlen("0-3,18,100"));
}

static void should_count_and_contain_what_was_added(void) {
    blaspool_cpu_set set = {{0}};
    EXPECT_EQUAL(blaspool_cpu_set_count(&set), 0);
    blaspool_cpu_set_add(&set, 0);
    blaspool_cpu_set_add(&set, 63);
    blaspool_cpu_set_add(&set, 64);
    blaspool_cpu_set_add(&set, 8191);
    blaspool_cpu_set_add(&set, 8192);
    blaspool_cpu_set_add(&set, -1);
    EXPECT_EQUAL(blaspool_cpu_set_count(&set), 4);
    EXPECT(blaspool_cpu_set_contains(&set, 63) && blaspool_cpu_set_contains(&set, 8191));
    EXPECT(!blaspool_cpu_set_contains(&set, 62) && !blaspool_cpu_set_contains(&set, 8192));
    EXPECT(!blaspool_cpu_set_contains(&set, -1));
}

static int first_of(const blaspool_cpu_set *set) {
    int cpu = 0;
    while (!blaspool_cpu_set_contains(set, cpu)) {
        cpu++;
    }
    return cpu;
}

static void *store_mask(void *set) {
    EXPECT_OK(blaspool_affinity_get(0, set));
    return NULL;
}

static void should_set_a_mask_that_later_threads_inherit(void) {
    blaspool_cpu_set before, one = {{0}}, after, inherited;
    REQUIRE(blaspool_affinity_get(0, &before) == BLASPOOL_OK);
    blaspool_cpu_set_add(&one, first_of(&before));
    EXPECT_OK(blaspool_affinity_set(0, &one));
    EXPECT_OK(blaspool_affinity_get((int)syscall(SYS_gettid), &after));
    EXPECT(memcmp(&one, &after, sizeof one) == 0);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, store_mask, &inherited) == 0);
    (void)pthread_join(thread, NULL);
    EXPECT(memcmp(&one, &inherited, sizeof one) == 0);
    EXPECT_OK(blaspool_affinity_set(0, &before));
}

static void should_refuse_cpus_that_are_not_there_and_say_which_are(void) {
    blaspool_cpu_set before, after, partly, allowed;
    REQUIRE(blaspool_affinity_get(0, &before) == BLASPOOL_OK);
    blaspool_cpu_set absent = {{0}};
    blaspool_cpu_set_add(&absent, 8191);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "cpus=8191", blaspool_affinity_set(0, &absent));
    EXPECT_EQUAL(blaspool_last_errno(), EINVAL);
    const char *list = strstr(blaspool_last_error(), "allowed=");
    REQUIRE(list != NULL);
    EXPECT_OK(blaspool_cpu_set_parse(list + strlen("allowed="), &allowed));
    for (int cpu = 0; cpu < BLASPOOL_MAX_CPUS; cpu++) {
        EXPECT(!blaspool_cpu_set_contains(&before, cpu) || blaspool_cpu_set_contains(&allowed, cpu));
    }

    partly = before;
    blaspool_cpu_set_add(&partly, 8191);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "8191", blaspool_affinity_set(0, &partly));
    EXPECT_CONTAINS(blaspool_last_error(), "given=");
    EXPECT_OK(blaspool_affinity_get(0, &after));
    EXPECT(memcmp(&before, &after, sizeof before) == 0);
}

static void should_refuse_an_empty_set_and_a_thread_that_is_not_there(void) {
    blaspool_cpu_set set = {{0}};
    EXPECT_REFUSED(BLASPOOL_INVALID, "empty", blaspool_affinity_set(0, &set));
    EXPECT_REFUSED(BLASPOOL_SYSTEM, "tid=2147483647", blaspool_affinity_get(2147483647, &set));
    EXPECT_EQUAL(blaspool_last_errno(), ESRCH);
}

static void should_confine_a_thread_only_while_it_is_at_home(void) {
    blaspool_cpu_set before, home = {{0}}, after;
    REQUIRE(blaspool_affinity_get(0, &before) == BLASPOOL_OK);
    blaspool_cpu_set_add(&home, first_of(&before));
    for (int i = 0; i < 3; i++) {
        EXPECT_OK(blaspool_affinity_go_home(first_of(&before)));
        EXPECT_OK(blaspool_affinity_get(0, &after));
        EXPECT(memcmp(&home, &after, sizeof home) == 0);
        /* Going there from there forgets nothing. */
        EXPECT_OK(blaspool_affinity_go_home(first_of(&before)));
        blaspool_affinity_leave_home();
        EXPECT_OK(blaspool_affinity_get(0, &after));
        EXPECT(memcmp(&before, &after, sizeof before) == 0);
    }
    blaspool_affinity_leave_home();
    EXPECT_OK(blaspool_affinity_get(0, &after));
    EXPECT(memcmp(&before, &after, sizeof before) == 0);
}

static void should_refuse_a_home_outside_the_mask(void) {
    static const int absent[] = {-1, 8191, 8192};
    blaspool_cpu_set before, after;
    REQUIRE(blaspool_affinity_get(0, &before) == BLASPOOL_OK);
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "home cpu", blaspool_affinity_go_home(absent[i]));
        EXPECT_OK(blaspool_affinity_get(0, &after));
        EXPECT(memcmp(&before, &after, sizeof before) == 0);
    }
}

int main(void) {
    should_read_the_kernels_list_form();
    should_refuse_a_bad_list_and_leave_the_set_alone();
    should_cut_a_list_at_a_comma_when_there_is_no_room();
    should_count_and_contain_what_was_added();
    should_set_a_mask_that_later_threads_inherit();
    should_refuse_cpus_that_are_not_there_and_say_which_are();
    should_refuse_an_empty_set_and_a_thread_that_is_not_there();
    should_confine_a_thread_only_while_it_is_at_home();
    should_refuse_a_home_outside_the_mask();
    return expect_exit_code();
}
