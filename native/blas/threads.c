#include "blas/blas_internal.h"
#include "status/status_internal.h"

#include <string.h>

int blaspool_blas_get_threads(const blaspool_blas *blas) {
    int threads = blaspool_thread_count_get(&blas->vendor.process);
    /* BLIS says -1 as long as nobody set a number, and then works with one thread. */
    return blas->info.thread_control && threads < 1 ? 1 : threads;
}

void blaspool_blas_note_threads(blaspool_blas *blas) {
    /*
     * OpenBLAS before 0.3.34 keeps one lock a transpose case where it needs one for all (its issue 5836): threaded
     * calls at once with mixed transposes can give wrong results. Later ones queue anyway: nothing is lost here.
     */
    int threaded = blaspool_blas_get_threads(blas) > 1;
    atomic_store(&blas->one_at_a_time, threaded && strcmp(blas->info.kind, "openblas") == 0);
    blaspool_split_note_threads(&blas->split, blaspool_blas_has_one_thread(blas));
}

int blaspool_blas_has_one_thread(const blaspool_blas *blas) {
    return blaspool_blas_get_threads(blas) == 1 || strcmp(blas->info.threading, "sequential") == 0;
}

static blaspool_status set_and_read_back(blaspool_blas *blas, int threads) {
    const blaspool_thread_count *process = &blas->vendor.process;
    int before = blaspool_thread_count_get(process);
    blaspool_thread_count_set(process, threads);
    int now = blaspool_thread_count_get(process);
    if (now != threads) {
        blaspool_thread_count_set(process, before);
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, 0,
            "the BLAS did not take the thread count: threads=%d, it set %d (kind=%s, max_threads=%d)", threads, now,
            blas->info.kind, blas->info.max_threads);
    }
    if (blas->vendor.caller.set != NULL) {
        atomic_store(&blas->caller_threads, threads);
    }
    blaspool_blas_note_threads(blas);
    return BLASPOOL_OK;
}

blaspool_status blaspool_blas_set_threads(blaspool_blas *blas, int threads) {
    if (threads < 1) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "thread count is too small: threads=%d, expected at least 1", threads);
    }
    if (!blas->info.thread_control) {
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, 0, "this BLAS has no thread control: kind=%s path=%s", blas->info.kind,
            blas->info.path);
    }
    pthread_mutex_lock(&blas->setting);
    int inside = blaspool_gate_shut(&blas->gate);
    blaspool_status status;
    if (inside > 0) {
        status = blaspool_fail(
            BLASPOOL_INVALID, 0, "threads cannot be changed while products run: callers=%d, expected 0", inside);
    } else {
        status = set_and_read_back(blas, threads);
        blaspool_gate_open(&blas->gate);
    }
    pthread_mutex_unlock(&blas->setting);
    return status;
}

int blaspool_blas_enter(blaspool_blas *blas) {
    blaspool_gate_enter(&blas->gate);
    int wanted = atomic_load_explicit(&blas->caller_threads, memory_order_relaxed);
    if (wanted == 0) {
        return 0;
    }
    int before = blaspool_thread_count_get(&blas->vendor.caller);
    if (before == wanted) {
        return 0;
    }
    blaspool_thread_count_set(&blas->vendor.caller, wanted);
    return before;
}

void blaspool_blas_leave(blaspool_blas *blas, int caller_threads_before) {
    if (caller_threads_before != 0) {
        blaspool_thread_count_set(&blas->vendor.caller, caller_threads_before);
    }
    blaspool_gate_leave(&blas->gate);
}
