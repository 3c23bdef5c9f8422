#include "blas/blas_internal.h"
#include "blas/busy.h"
#include "status/status_internal.h"

#include <string.h>

static int is_sequential(const blaspool_blas *blas) { return strcmp(blas->info.threading, "sequential") == 0; }

int blaspool_blas_get_threads(const blaspool_blas *blas) {
    if (is_sequential(blas)) {
        return 1; /* some such builds tell the number that was set, which they do not heed */
    }
    const blaspool_ways ways = blaspool_ways_get(&blas->vendor.ways);
    int64_t product = 1;
    int any = 0;
    for (int i = 0; i < BLASPOOL_LOOPS; i++) {
        if (ways.of[i] > 0) {
            product *= ways.of[i];
            any = 1;
        }
    }
    if (any) {
        return (int)product;
    }
    int threads = blaspool_thread_count_get(&blas->vendor.process);
    /* BLIS says -1 as long as nobody set a number, and then works with one thread. */
    return blas->info.thread_control && threads < 1 ? 1 : threads;
}

void blaspool_blas_note_threads(blaspool_blas *blas) {
    /*
     * OpenBLAS before 0.3.34 keeps one lock a transpose case where it needs one for all (its issue 5836): threaded
     * calls at once with mixed transposes can give wrong results. Later ones queue anyway: nothing is lost here.
     */
    const int threaded = blaspool_blas_get_threads(blas) > 1;
    /* A serial build without USE_LOCKING, as Debian's, gives wrong results, and cannot be told from one with it. */
    const int faulty = threaded || is_sequential(blas);
    atomic_store(&blas->one_at_a_time, faulty && strcmp(blas->info.kind, "openblas") == 0);
    blaspool_split_note_threads(&blas->split, blaspool_blas_has_one_thread(blas));
}

int blaspool_blas_has_one_thread(const blaspool_blas *blas) { return blaspool_blas_get_threads(blas) == 1; }

static void put(blaspool_blas *blas, int threads, blaspool_ways ways) {
    const blaspool_task_name name = blaspool_task_name_take();
    blaspool_ways_set(&blas->vendor.ways, ways);
    blaspool_thread_count_set(&blas->vendor.process, threads);
    blaspool_task_name_give_back(&name);
}

/* With the gate shut. Takes back what is set, so that the library has what it had of its own. */
static void restore(blaspool_blas *blas) {
    put(blas, blas->threads_before, blas->ways_before);
    blas->threads_set = 0;
    atomic_store(&blas->caller_threads, 0);
    blaspool_blas_note_threads(blas);
}

static void apply(blaspool_blas *blas, int threads) {
    static const blaspool_ways none = {{-1, -1, -1, -1, -1}};
    put(blas, threads, none);
    blas->threads_set = threads;
    if (blas->vendor.caller_counts > 0) {
        atomic_store(&blas->caller_threads, threads);
    }
    blaspool_blas_note_threads(blas);
}

/* Whether as many tasks as are set compute, which one probe of each count shows. */
static int is_kept(blaspool_blas *blas, int threads, int *computing) {
    const uint64_t bit = threads < 64 ? UINT64_C(1) << threads : 0;
    *computing = threads;
    if (!blas->vendor.certain && blas->gemm != NULL && (blas->proven & bit) == 0) {
        if (!blaspool_busy_is(blas, threads, computing)) {
            return 0;
        }
        blas->proven |= bit;
    }
    return 1;
}

/* With the gate shut. */
static blaspool_status set_and_read_back(blaspool_blas *blas, int threads) {
    const int set_before = blas->threads_set;
    if (set_before == 0) {
        blas->threads_before = blaspool_thread_count_get(&blas->vendor.process);
        blas->ways_before = blaspool_ways_get(&blas->vendor.ways);
    }
    apply(blas, threads);
    int now = blaspool_blas_get_threads(blas);
    int computing = threads;
    if (now == threads && is_kept(blas, threads, &computing)) {
        return BLASPOOL_OK;
    }
    if (set_before == 0) {
        restore(blas);
    } else {
        apply(blas, set_before);
    }
    if (now != threads) {
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, 0,
            "the BLAS did not take the thread count: threads=%d, it set %d (kind=%s, max_threads=%d)", threads, now,
            blas->info.kind, blas->info.max_threads);
    }
    return blaspool_fail(
        BLASPOOL_UNAVAILABLE, 0, "the BLAS does not keep the thread count: threads=%d, %d computed (kind=%s, %s)",
        threads, computing, blas->info.kind, blas->info.config);
}

/* Whether the count holds already; the library may have been told another one behind our back. */
static int holds(const blaspool_blas *blas, int threads) {
    return blas->threads_set == threads && blaspool_blas_get_threads(blas) == threads;
}

blaspool_status blaspool_blas_set_threads(blaspool_blas *blas, int threads) {
    if (threads < 1) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "thread count is too small: threads=%d, expected at least 1", threads);
    }
    if (!blas->info.thread_control) {
        const int has = blaspool_blas_get_threads(blas);
        return has == threads
                   ? BLASPOOL_OK
                   : blaspool_fail(
                         BLASPOOL_UNAVAILABLE, 0,
                         "this BLAS has no thread control: threads=%d, it has %d (0: it cannot tell) kind=%s "
                         "path=%s",
                         threads, has, blas->info.kind, blas->info.path);
    }
    blaspool_status status = BLASPOOL_OK;
    pthread_mutex_lock(&blas->setting);
    if (!holds(blas, threads)) {
        blaspool_gate_shut(&blas->gate);
        status = set_and_read_back(blas, threads);
        blaspool_gate_open(&blas->gate);
    }
    pthread_mutex_unlock(&blas->setting);
    return status;
}

void blaspool_blas_restore_threads(blaspool_blas *blas) {
    pthread_mutex_lock(&blas->setting);
    if (blas->threads_set != 0) {
        blaspool_gate_shut(&blas->gate);
        restore(blas);
        blaspool_gate_open(&blas->gate);
    }
    pthread_mutex_unlock(&blas->setting);
}

int blaspool_blas_count_threads(blaspool_blas *blas) {
    int told = blaspool_blas_get_threads(blas);
    if (told > 0 || blas->gemm == NULL) {
        return told;
    }
    pthread_mutex_lock(&blas->setting);
    if (blas->counted == 0) {
        blaspool_gate_shut(&blas->gate);
        blas->counted = blaspool_busy_count(blas);
        blaspool_gate_open(&blas->gate);
    }
    int counted = blas->counted;
    pthread_mutex_unlock(&blas->setting);
    return counted;
}

/* What the calling thread had of each count before it entered; it is inside of one library at a time. */
static _Thread_local int counts_before[BLASPOOL_CALLER_COUNTS];

int blaspool_blas_enter(blaspool_blas *blas) {
    blaspool_gate_enter(&blas->gate);
    const int wanted = atomic_load_explicit(&blas->caller_threads, memory_order_relaxed);
    if (wanted == 0) {
        return 0;
    }
    int changed = 0;
    for (int i = 0; i < blas->vendor.caller_counts; i++) {
        counts_before[i] = blaspool_thread_count_get(&blas->vendor.callers[i]);
        if (counts_before[i] != wanted) {
            blaspool_thread_count_set(&blas->vendor.callers[i], wanted);
            changed |= 1 << i;
        }
    }
    return changed;
}

void blaspool_blas_leave(blaspool_blas *blas, int changed) {
    for (int i = 0; changed >> i != 0; i++) {
        if ((changed >> i & 1) != 0) {
            blaspool_thread_count_set(&blas->vendor.callers[i], counts_before[i]);
        }
    }
    blaspool_gate_leave(&blas->gate);
}
