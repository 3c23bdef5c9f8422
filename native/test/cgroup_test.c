/* The memory that cgroups leave, over faked /proc and /sys. */
#include "expect_value.h"

#include "memory/cgroup.h"

#include <limits.h>
#include <sys/stat.h>

static char root[] = "/tmp/blaspool-cgroup-XXXXXX";

/* Makes the directories above, too. */
static void put(const char *name, const char *text) {
    char path[PATH_MAX];
    REQUIRE(snprintf(path, sizeof path, "%s%s", root, name) < (int)sizeof path);
    for (char *slash = strchr(path + strlen(root) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "we");
    REQUIRE(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void start_anew(void) {
    char command[2 * sizeof root + 32];
    (void)snprintf(command, sizeof command, "rm -rf %s/proc %s/sys", root, root);
    REQUIRE(system(command) == 0);
}

static void should_know_no_limit_without_cgroups(void) {
    EXPECT(blaspool_cgroup_memory_left(root) == UINT64_MAX);
    put("/proc/self/cgroup", "0::/\n");
    EXPECT(blaspool_cgroup_memory_left(root) == UINT64_MAX);
}

static void should_take_the_smallest_of_nested_groups(void) {
    put("/proc/self/cgroup", "0::/job/step\n");
    put("/sys/fs/cgroup/job/step/memory.max", "max\n");
    put("/sys/fs/cgroup/job/step/memory.current", "5\n");
    put("/sys/fs/cgroup/job/memory.max", "1000000\n");
    put("/sys/fs/cgroup/job/memory.current", "600000\n");
    EXPECT_EQUAL(blaspool_cgroup_memory_left(root), 400000);
    put("/sys/fs/cgroup/job/memory.stat", "anon 1\ninactive_file 100000\nactive_file 7\n");
    EXPECT_EQUAL(blaspool_cgroup_memory_left(root), 500000);
    put("/sys/fs/cgroup/job/step/memory.max", "300000\n");
    EXPECT_EQUAL(blaspool_cgroup_memory_left(root), 299995);
    put("/sys/fs/cgroup/job/memory.current", "2000000\n"); /* over its limit for a moment */
    EXPECT_EQUAL(blaspool_cgroup_memory_left(root), 0);
}

static void should_read_version_1_where_a_container_sees_only_its_own_group(void) {
    put("/proc/self/cgroup", "5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n0::/docker/x\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    put("/sys/fs/cgroup/memory/memory.usage_in_bytes", "300\n");
    EXPECT(blaspool_cgroup_memory_left(root) == UINT64_MAX);
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
    EXPECT_EQUAL(blaspool_cgroup_memory_left(root), 700);
    put("/sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 100\n");
    EXPECT_EQUAL(blaspool_cgroup_memory_left(root), 800);
}

int main(void) {
    REQUIRE(mkdtemp(root) != NULL);
    should_know_no_limit_without_cgroups();
    start_anew();
    should_take_the_smallest_of_nested_groups();
    start_anew();
    should_read_version_1_where_a_container_sees_only_its_own_group();
    start_anew();
    EXPECT_EQUAL(remove(root), 0);
    return expect_exit_code();
}
