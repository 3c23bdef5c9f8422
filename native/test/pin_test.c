/* Runs the real blaspool-pin; PIN_PROGRAM is its path. */
#include "child.h"

#include <blaspool/affinity.h>

#include <signal.h>
#include <sys/prctl.h>

#define RUN(...) child_run((char *[]){PIN_PROGRAM, __VA_ARGS__, NULL})

static char one_cpu[16], all_cpus[256];

static void find_cpus(void) {
    blaspool_cpu_set mask;
    REQUIRE(blaspool_affinity_get(0, &mask) == BLASPOOL_OK);
    (void)blaspool_cpu_set_format(&mask, all_cpus, sizeof all_cpus);
    int cpu = BLASPOOL_MAX_CPUS - 1;
    while (!blaspool_cpu_set_contains(&mask, cpu)) {
        cpu--;
    }
    (void)snprintf(one_cpu, sizeof one_cpu, "%d", cpu);
}

static void expect_line(const char *had, const char *line) {
    char expected[512];
    (void)snprintf(expected, sizeof expected, "%s\n", line);
    EXPECT_TEXT(had, expected);
}

static void should_print_the_mask_without_a_command(void) {
    program_result result = child_run((char *[]){PIN_PROGRAM, NULL});
    EXPECT_EQUAL(result.exit_code, 0);
    expect_line(result.output, all_cpus);
    result = RUN("--cpus", one_cpu);
    EXPECT_EQUAL(result.exit_code, 0);
    expect_line(result.output, one_cpu);
}

static void should_run_the_command_inside_the_mask(void) {
    program_result result = RUN("--cpus", one_cpu, "--", PIN_PROGRAM);
    EXPECT_EQUAL(result.exit_code, 0);
    expect_line(result.output, one_cpu);
    EXPECT_TEXT(result.errors, "");
}

static void should_leave_the_mask_alone_without_a_list(void) {
    program_result result = RUN("--blas-threads", "1", "--", PIN_PROGRAM);
    EXPECT_EQUAL(result.exit_code, 0);
    expect_line(result.output, all_cpus);
}

static void should_pass_the_commands_own_options_and_exit_code_on(void) {
    program_result result = RUN("--cpus", one_cpu, "--", "sh", "-c", "echo $0 $1; exit 7", "--help", "--cpus");
    EXPECT_EQUAL(result.exit_code, 7);
    EXPECT_TEXT(result.output, "--help --cpus\n");
}

static void should_set_the_threads_of_every_blas(void) {
    (void)setenv("OPENBLAS_NUM_THREADS", "17", 1);
    (void)setenv("BLIS_JC_NT", "3", 1);
    program_result result = RUN("--blas-threads", "2", "--", "env");
    EXPECT_EQUAL(result.exit_code, 0);
    EXPECT_CONTAINS(result.output, "OPENBLAS_NUM_THREADS=2\n");
    EXPECT_CONTAINS(result.output, "OPENBLAS_DEFAULT_NUM_THREADS=2\n");
    EXPECT_CONTAINS(result.output, "GOTO_NUM_THREADS=2\n");
    EXPECT_CONTAINS(result.output, "OMP_NUM_THREADS=2\n");
    EXPECT_CONTAINS(result.output, "MKL_NUM_THREADS=2\n");
    EXPECT_CONTAINS(result.output, "BLIS_NUM_THREADS=2\n");
    EXPECT(strstr(result.output, "BLIS_JC_NT") == NULL);
    result = RUN("--cpus", one_cpu, "--", "env");
    EXPECT_CONTAINS(result.output, "OPENBLAS_NUM_THREADS=17\n");
    (void)unsetenv("OPENBLAS_NUM_THREADS");
    (void)unsetenv("BLIS_JC_NT");
}

static void should_refuse_a_bad_command_line_with_exit_2(void) {
    static const char *const bad[][2] = {
        {"--cpus", "0-x"},        {"--cpus", ""},    {"--blas-threads", "0"}, {"--blas-threads", "two"},
        {"--blas-threads", "-1"}, {"--parent", "1"}, {"--bogus", "1"},        {"--parent", "x"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        program_result result = RUN((char *)bad[i][0], (char *)bad[i][1], "--", "echo", "ran");
        EXPECT_EQUAL(result.exit_code, 2);
        EXPECT_TEXT(result.output, "");
        EXPECT_CONTAINS(result.errors, bad[i][0]);
    }
    EXPECT_EQUAL(RUN("--cpus").exit_code, 2);
}

static void should_refuse_cpus_that_may_not_be_used_with_exit_3(void) {
    program_result result = RUN("--cpus", "8191", "--", "echo", "ran");
    EXPECT_EQUAL(result.exit_code, 3);
    EXPECT_TEXT(result.output, "");
    EXPECT_CONTAINS(result.errors, "cpus=8191");
    EXPECT_CONTAINS(result.errors, "errno=22");
    EXPECT_CONTAINS(result.errors, "allowed=");
}

static void should_say_127_when_the_command_cannot_be_run(void) {
    program_result result = RUN("--", "/nonexistent/command");
    EXPECT_EQUAL(result.exit_code, 127);
    EXPECT_CONTAINS(result.errors, "command=/nonexistent/command errno=2");
    result = RUN("--", "/etc/passwd"); /* there, but not executable */
    EXPECT_EQUAL(result.exit_code, 127);
    EXPECT_CONTAINS(result.errors, "errno=13");
}

static void should_help(void) {
    program_result result = RUN("--help");
    EXPECT_EQUAL(result.exit_code, 0);
    EXPECT_CONTAINS(result.output, "usage: blaspool-pin");
    result = RUN("--version");
    EXPECT_EQUAL(result.exit_code, 0);
    EXPECT_TEXT(result.output, "blaspool-pin " BLASPOOL_VERSION "\n");
}

/* A parent that starts a command, hands its pid on when it runs, and waits to be killed. */
static void be_a_parent(int report) {
    pid_t pid = fork();
    if (pid == 0) {
        if (dup2(report, 1) == 1) {
            execl(
                PIN_PROGRAM, PIN_PROGRAM, "--die-with-parent", "--", "sh", "-c", "echo $$; exec sleep 60",
                (char *)NULL);
        }
        _exit(99);
    }
    for (;;) {
        (void)pause();
    }
}

static void should_die_with_its_parent(void) {
    REQUIRE(prctl(PR_SET_CHILD_SUBREAPER, 1UL, 0UL, 0UL, 0UL) == 0); /* so that the orphan can be waited for */
    int report[2];
    REQUIRE(pipe(report) == 0);
    pid_t parent = fork();
    REQUIRE(parent >= 0);
    if (parent == 0) {
        be_a_parent(report[1]);
    }
    char line[32] = "";
    REQUIRE(read(report[0], line, sizeof line - 1) > 0);
    pid_t command = (pid_t)strtol(line, NULL, 10);
    REQUIRE(command > 0);
    EXPECT_EQUAL(kill(command, 0), 0);
    REQUIRE(kill(parent, SIGKILL) == 0);
    EXPECT_EQUAL(child_exit_code(parent), 128 + SIGKILL);
    EXPECT_EQUAL(child_exit_code(command), 128 + SIGKILL);
    (void)close(report[0]);
    (void)close(report[1]);
}

static void should_not_start_when_the_parent_is_another_one_already(void) {
    char parent[16];
    (void)snprintf(parent, sizeof parent, "%d", (int)getppid());
    program_result result = RUN("--die-with-parent", "--parent", parent, "--", "echo", "ran");
    EXPECT_EQUAL(result.exit_code, 3);
    EXPECT_TEXT(result.output, "");
    EXPECT_CONTAINS(result.errors, "parent has gone");
    (void)snprintf(parent, sizeof parent, "%d", (int)getpid());
    result = RUN("--die-with-parent", "--parent", parent, "--", "echo", "ran");
    EXPECT_EQUAL(result.exit_code, 0);
    EXPECT_TEXT(result.output, "ran\n");
}

int main(void) {
    find_cpus();
    should_print_the_mask_without_a_command();
    should_run_the_command_inside_the_mask();
    should_leave_the_mask_alone_without_a_list();
    should_pass_the_commands_own_options_and_exit_code_on();
    should_set_the_threads_of_every_blas();
    should_refuse_a_bad_command_line_with_exit_2();
    should_refuse_cpus_that_may_not_be_used_with_exit_3();
    should_say_127_when_the_command_cannot_be_run();
    should_help();
    should_die_with_its_parent();
    should_not_start_when_the_parent_is_another_one_already();
    return expect_exit_code();
}
