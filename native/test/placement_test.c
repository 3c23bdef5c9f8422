#include "expect_value.h"
#include "memory/placement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/blaspool-placement-XXXXXX";

static void write_file(const char *name, const char *text) {
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    REQUIRE(file != NULL);
    (void)fputs(text, file);
    (void)fclose(file);
}

static blaspool_node_set nodes_of(const char *list) {
    blaspool_cpu_set cpus;
    REQUIRE(blaspool_cpu_set_parse(list, &cpus) == BLASPOOL_OK);
    blaspool_node_set nodes;
    blaspool_nodes_of(root, &cpus, &nodes);
    return nodes;
}

/* Two sockets of 32 cores x 2 threads, and a third node that has memory alone. */
static void should_find_the_nodes_of_the_cpus_that_may_be_used(void) {
    write_file("sys/devices/system/node/online", "0-2\n");
    write_file("sys/devices/system/node/node0/cpulist", "0-31,64-95\n");
    write_file("sys/devices/system/node/node1/cpulist", "32-63,96-127\n");
    write_file("sys/devices/system/node/node2/cpulist", "\n");

    blaspool_node_set all = nodes_of("0-127"), second = nodes_of("40,100"), both = nodes_of("31,32"),
                      none = nodes_of("200");
    EXPECT_EQUAL(all.count, 2);
    EXPECT_EQUAL(all.words[0], 3);
    EXPECT_EQUAL(second.count, 1);
    EXPECT_EQUAL(second.words[0], 2);
    EXPECT_EQUAL(both.count, 2);
    EXPECT_EQUAL(none.count, 0);
}

static void should_find_no_node_where_the_kernel_knows_none(void) {
    blaspool_cpu_set cpus;
    REQUIRE(blaspool_cpu_set_parse("0-3", &cpus) == BLASPOOL_OK);
    blaspool_node_set nodes;
    blaspool_nodes_of("/nonexistent", &cpus, &nodes);
    EXPECT_EQUAL(nodes.count, 0);
}

/* On the real machine, whatever nodes it has; sandboxes may refuse the call. */
static void should_spread_pages_over_the_nodes_of_this_machine(void) {
    blaspool_cpu_set cpus;
    REQUIRE(blaspool_affinity_get(0, &cpus) == BLASPOOL_OK);
    blaspool_node_set nodes;
    blaspool_nodes_of("", &cpus, &nodes);
    if (nodes.count == 0) {
        (void)printf("no NUMA nodes here: not tried\n");
        return;
    }
    size_t bytes = 1 << 20;
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    if (blaspool_interleave(memory, bytes, &nodes) != 0) {
        EXPECT(errno == EPERM || errno == ENOSYS);
    }
    memset(memory, 1, bytes);
    EXPECT_EQUAL(memory[bytes - 1], 1);
    (void)munmap(memory, bytes);
}

int main(void) {
    REQUIRE(mkdtemp(root) != NULL);
    should_find_the_nodes_of_the_cpus_that_may_be_used();
    should_find_no_node_where_the_kernel_knows_none();
    should_spread_pages_over_the_nodes_of_this_machine();
    char command[64];
    (void)snprintf(command, sizeof command, "rm -r %s", root);
    EXPECT_EQUAL(system(command), 0);
    return expect_exit_code();
}
