#include "pin/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: blaspool-pin [--cpus LIST] [--blas-threads T] [--die-with-parent [--parent PID]] [--] [COMMAND ARG...]\n"
    "\n"
    "Sets the CPU affinity mask and the number of BLAS threads, then becomes COMMAND. Without a command it prints\n"
    "the mask, as a list.\n"
    "\n"
    "  --cpus LIST        the CPUs to run on, such as 0-3,8 (default: the mask is left as it is)\n"
    "  --blas-threads T   sets OPENBLAS_NUM_THREADS, OMP_NUM_THREADS, MKL_NUM_THREADS and their like to T\n"
    "  --die-with-parent  kill COMMAND when the thread that started blaspool-pin ends\n"
    "  --parent PID       with --die-with-parent: do not start when the parent is not PID any more\n"
    "  --help             print this\n"
    "  --version          print the version\n"
    "\n"
    "exit codes: those of COMMAND; 2 the command line is wrong, 3 CPUs that may not be used or a parent that has\n"
    "gone, 127 COMMAND cannot be run\n";

static int read_positive(const char *option, const char *text, int *value) {
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || number < 1 || number > INT_MAX) {
        fprintf(stderr, "blaspool-pin: not a positive number: %s=%s, expected 1 to %d\n", option, text, INT_MAX);
        return -1;
    }
    *value = (int)number;
    return 0;
}

static int read_option(int option, pin_options *options) {
    int parent;
    switch (option) {
    case 'c':
        if (blaspool_cpu_set_parse(optarg, &options->cpus) != BLASPOOL_OK) {
            fprintf(stderr, "blaspool-pin: %s, by --cpus\n", blaspool_last_error());
            return -1;
        }
        options->has_cpus = 1;
        return 0;
    case 't':
        return read_positive("--blas-threads", optarg, &options->blas_threads);
    case 'd':
        options->die_with_parent = 1;
        return 0;
    case 'p':
        if (read_positive("--parent", optarg, &parent) != 0) {
            return -1;
        }
        options->parent = parent;
        return 0;
    case 'h':
        fputs(usage, stdout);
        exit(0);
    case 'v':
        printf("blaspool-pin %s\n", blaspool_version());
        exit(0);
    default: /* getopt has said what is wrong */
        fputs("blaspool-pin: see --help\n", stderr);
        return -1;
    }
}

int pin_options_read(int argc, char **argv, pin_options *options) {
    static const struct option names[] = {
        {"cpus", required_argument, NULL, 'c'},
        {"blas-threads", required_argument, NULL, 't'},
        {"die-with-parent", no_argument, NULL, 'd'},
        {"parent", required_argument, NULL, 'p'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    memset(options, 0, sizeof *options);
    int option;
    /* The plus stops at COMMAND: what follows it is its own. */
    while ((option = getopt_long(argc, argv, "+h", names, NULL)) != -1) {
        if (read_option(option, options) != 0) {
            return -1;
        }
    }
    if (options->parent != 0 && !options->die_with_parent) {
        fputs("blaspool-pin: --parent has no meaning alone, expected --die-with-parent\n", stderr);
        return -1;
    }
    options->command = optind < argc ? argv + optind : NULL;
    return 0;
}
