/* blaspool-pin: sets the affinity mask and the BLAS environment of a command before its first thread exists. */
#include "pin/environment.h"
#include "pin/options.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { EXIT_COMMAND_LINE = 2, EXIT_RESOURCE = 3, EXIT_CANNOT_RUN = 127 };

static int fail(int code, const char *what) {
    fprintf(stderr, "blaspool-pin: %s\n", what);
    return code;
}

static int print_mask(void) {
    blaspool_cpu_set set;
    if (blaspool_affinity_get(0, &set) != BLASPOOL_OK) {
        return fail(EXIT_RESOURCE, blaspool_last_error());
    }
    size_t bytes = blaspool_cpu_set_format(&set, NULL, 0) + 1;
    char *list = malloc(bytes);
    if (list == NULL) {
        return fail(EXIT_RESOURCE, "out of memory");
    }
    (void)blaspool_cpu_set_format(&set, list, bytes);
    int written = puts(list);
    free(list);
    return written < 0 || fflush(stdout) != 0 ? fail(EXIT_RESOURCE, strerror(errno)) : 0;
}

/* A parent that ended before prctl sends no signal, so it is looked at again afterwards. */
static int die_with_parent(pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0UL, 0UL, 0UL) != 0) {
        fprintf(stderr, "blaspool-pin: parent's death cannot be watched: errno=%d (%s)\n", errno, strerror(errno));
        return -1;
    }
    pid_t now = getppid();
    if (now != parent) {
        fprintf(stderr, "blaspool-pin: parent has gone: parent=%ld, expected %ld\n", (long)now, (long)parent);
        return -1;
    }
    return 0;
}

int main(int argc, char **argv) {
    pid_t first_parent = getppid();
    pin_options options;
    if (pin_options_read(argc, argv, &options) != 0) {
        return EXIT_COMMAND_LINE;
    }
    if (options.die_with_parent && die_with_parent(options.parent != 0 ? options.parent : first_parent) != 0) {
        return EXIT_RESOURCE;
    }
    if (options.has_cpus && blaspool_affinity_set(0, &options.cpus) != BLASPOOL_OK) {
        fprintf(stderr, "blaspool-pin: %s, by --cpus\n", blaspool_last_error());
        return EXIT_RESOURCE;
    }
    if (options.command == NULL) {
        return print_mask();
    }
    int error = options.blas_threads > 0 ? pin_environment_set(options.blas_threads) : 0;
    if (error != 0) {
        return fail(EXIT_RESOURCE, strerror(error));
    }
    execvp(options.command[0], options.command);
    fprintf(
        stderr, "blaspool-pin: command cannot be run: command=%s errno=%d (%s)\n", options.command[0], errno,
        strerror(errno));
    return EXIT_CANNOT_RUN;
}
