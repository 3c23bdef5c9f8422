#include "blas/busy.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static const char task_name[] = "blaspool-blas";

blaspool_task_name blaspool_task_name_take(void) {
    blaspool_task_name name = {""};
    (void)prctl(PR_GET_NAME, name.before);
    (void)prctl(PR_SET_NAME, task_name);
    return name;
}

void blaspool_task_name_give_back(const blaspool_task_name *name) { (void)prctl(PR_SET_NAME, name->before); }

/* Large enough to be worth threads, small enough for a BLAS of plain loops. */
enum {
    SIZE = 384,
    STACK_BYTES = 16 << 20,
    SAMPLES = 15,
    MOST_SAMPLES = 500,
    CALLS = 3,
    ROUNDS = 12,
    PAUSE_NANOS = 2000000
};

typedef struct probe {
    const blaspool_blas *blas;
    int threads; /* what the prober sets as its own count, 0: nothing */
    double *operands;
    atomic_int calls;
    atomic_int stop;
} probe;

static void *multiply(void *argument) {
    probe *own = argument;
    (void)blaspool_task_name_take();
    for (int i = 0; i < own->blas->vendor.caller_counts && own->threads > 0; i++) {
        blaspool_thread_count_set(&own->blas->vendor.callers[i], own->threads);
    }
    const blaspool_product product = {
        .m = SIZE, .n = SIZE, .k = SIZE, .lda = SIZE, .ldb = SIZE, .ldc = SIZE, .alpha = 1};
    const blaspool_operands operands = {own->operands, own->operands, own->operands + SIZE * SIZE};
    while (!atomic_load(&own->stop)) {
        blaspool_gemm(own->blas, &product, &operands);
        atomic_fetch_add(&own->calls, 1);
    }
    return NULL;
}

/* Tasks that run, or would if they had a CPU. */
typedef struct running {
    int named; /* those that the BLAS started, as their name says, and the prober */
    int all;   /* those of the whole process but the calling one */
} running;

/* "tid (name) state …": the name may hold blanks and parentheses itself. */
static void add_task(const char *tid, running *seen) {
    char path[64];
    char text[128];
    (void)snprintf(path, sizeof path, "/proc/self/task/%.20s/stat", tid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        (void)close(fd);
    }
    if (length <= 0) {
        return; /* it has ended */
    }
    text[length] = '\0';
    const char *name = strchr(text, '(');
    const char *end = strrchr(text, ')');
    if (name != NULL && end != NULL && end[1] == ' ' && end[2] == 'R') {
        seen->all++;
        seen->named +=
            (size_t)(end - name - 1) == sizeof task_name - 1 && strncmp(name + 1, task_name, sizeof task_name - 1) == 0;
    }
}

static running look(void) {
    running seen = {0, 0};
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL) {
        return seen;
    }
    const int self = (int)gettid();
    const struct dirent *entry;
    while ((entry = readdir(tasks)) != NULL) {
        if (entry->d_name[0] != '.' && atoi(entry->d_name) != self) {
            add_task(entry->d_name, &seen);
        }
    }
    closedir(tasks);
    return seen;
}

static void pause_shortly(void) {
    const struct timespec pause = {0, PAUSE_NANOS};
    nanosleep(&pause, NULL);
}

typedef struct observation {
    int named;    /* the most tasks of the BLAS that ran at once, the prober among them; 0: nothing could be seen */
    int is_alone; /* whether hardly ever another task of the process ran beside one of them */
} observation;

/*
 * Over some whole calls: on a busy machine a task may wait for a CPU, and another for that task, for as long as several
 * samples take. Nobody but the BLAS has the name, so that once seen is certain. The rest of the process may be busy at
 * any moment: what is seen of it counts where it is seen often.
 */
static observation observe_calls(probe *own) {
    observation seen = {0, 0};
    const int calls = atomic_load(&own->calls);
    int samples = 0;
    int crowded = 0;
    while (samples < SAMPLES || (atomic_load(&own->calls) < calls + CALLS && samples < MOST_SAMPLES)) {
        pause_shortly();
        const running now = look();
        seen.named = now.named > seen.named ? now.named : seen.named;
        crowded += now.all > 1;
        samples++;
    }
    seen.is_alone = crowded * 4 < samples;
    return seen;
}

/* Threads of earlier calls may still spin: as long as more than `threads` are seen, it looks again. */
static observation observe(const blaspool_blas *blas, int threads, int callers_own) {
    observation seen = {0, 0};
    probe own = {.blas = blas, .threads = callers_own, .operands = calloc(2 * SIZE * SIZE, sizeof(double))};
    pthread_attr_t attributes;
    pthread_t prober;
    if (own.operands == NULL || pthread_attr_init(&attributes) != 0) {
        free(own.operands);
        return seen;
    }
    (void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
    if (pthread_create(&prober, &attributes, multiply, &own) == 0) {
        while (atomic_load(&own.calls) == 0) {
            pause_shortly(); /* the first call may start threads */
        }
        int round = 0;
        do {
            seen = observe_calls(&own);
        } while (seen.named > threads && ++round < ROUNDS);
        atomic_store(&own.stop, 1);
        pthread_join(prober, NULL);
    }
    pthread_attr_destroy(&attributes);
    free(own.operands);
    return seen;
}

/*
 * More than the limit were seen only where tasks of the BLAS's own name were: others of the process may be busy with
 * something else. That one computes alone is certain only where nobody else was seen at all: a BLAS that somebody else
 * loaded has threads of other names. Between the two a BLAS may find a product too small for all of its threads.
 */
int blaspool_busy_is(const blaspool_blas *blas, int threads, int *computing) {
    const observation seen = observe(blas, threads, threads);
    *computing = seen.named;
    const int is_less = threads > 1 && seen.named == 1 && seen.is_alone;
    return seen.named == 0 || (seen.named <= threads && !is_less);
}

int blaspool_busy_count(const blaspool_blas *blas) { return observe(blas, 1, 0).named; }
