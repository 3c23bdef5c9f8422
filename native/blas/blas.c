#include "blas/blas_internal.h"
#include "blas/busy.h"
#include "blas/loader_message.h"
#include "kernels/choose.h"
#include "status/status_internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <gnu/libc-version.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;
static blaspool_blas *open_libraries;

/* Plain, with 64-bit integers by Julia's and numpy's convention, and the renamed builds of scipy's wheels. */
static const struct {
    const char *gemm;
    const char *prefix;
    const char *suffix;
} decorations[] = {
    {"cblas_dgemm", "", ""},
    {"cblas_dgemm64_", "", "64_"},
    {"scipy_cblas_dgemm", "scipy_", ""},
    {"scipy_cblas_dgemm64_", "scipy_", "64_"},
};

/* cblas_dgemm in the first decoration that is there, which is noted in `names`; NULL where there is none. */
static void *find_gemm(blaspool_symbol_names *names) {
    for (size_t i = 0; i < sizeof decorations / sizeof *decorations; i++) {
        void *gemm = dlsym(names->library, decorations[i].gemm);
        if (gemm != NULL) {
            names->prefix = decorations[i].prefix;
            names->suffix = decorations[i].suffix;
            return gemm;
        }
    }
    return NULL;
}

/*
 * Builds with 64-bit integers often keep the plain names. A count whose lower half is 3 and that is negative as a
 * whole tells: ddot gives the sum of three products where integers have 32 bits, and 0 for a negative count (the
 * trick of libblastrampoline). The five arguments travel in registers, so that the wider call is safe on either.
 */
static int probe_integer_bits(const blaspool_symbol_names *names) {
    typedef double dot_function(int64_t, const double *, int64_t, const double *, int64_t);
    dot_function *dot = (dot_function *)blaspool_symbol(names, "cblas_ddot");
    if (dot == NULL) {
        return 32;
    }
    static const double ones[3] = {1, 1, 1};
    return dot((int64_t)UINT64_C(0xffffffff00000003), ones, 1, ones, 1) > 0 ? 32 : 64;
}

/* The file behind the symbol; links such as Debian's alternatives are followed. */
static char *mapped_path(const void *symbol, const char *asked) {
    Dl_info where;
    const char *name =
        symbol != NULL && dladdr(symbol, &where) != 0 && where.dli_fname != NULL ? where.dli_fname : asked;
    char *path = realpath(name, NULL);
    return path != NULL ? path : strdup(name);
}

/*
 * OpenBLAS gives each caller one of max(50, 2 x MAX_THREADS) buffers, and its own threads keep one each; the
 * caller who finds none crashes the process.
 */
static int caller_limit(const blaspool_blas *blas) {
    if (strcmp(blas->vendor.kind, "openblas") != 0) {
        return INT_MAX - 1;
    }
    int threads = blas->vendor.max_threads > 0 ? blas->vendor.max_threads : blaspool_blas_get_threads(blas);
    int buffers = threads > 25 ? 2 * threads : 50;
    return buffers - threads > 1 ? buffers - threads : 1;
}

static void describe(blaspool_blas *blas, const blaspool_symbol_names *names) {
    blaspool_vendor_detect(names, &blas->vendor);
    if (blas->gemm == NULL && blas->vendor.process.set == NULL) {
        (void)blaspool_vendor_detect_openmp(names, blas->path, &blas->vendor);
    }
    blaspool_blas_info *info = &blas->info;
    info->path = blas->path;
    info->kind = blas->vendor.kind;
    info->version = blas->vendor.version;
    info->config = blas->vendor.config;
    info->core = blas->vendor.core;
    info->threading = blas->vendor.threading;
    info->max_threads = blas->vendor.max_threads;
    info->thread_control = blas->vendor.process.set != NULL && strcmp(blas->vendor.threading, "sequential") != 0;
    if (strstr(names->suffix, "64") != NULL) {
        info->integer_bits = 64;
    } else {
        info->integer_bits = blas->vendor.integer_bits != 0 ? blas->vendor.integer_bits : probe_integer_bits(names);
    }
}

static blaspool_blas *create(const blaspool_symbol_names *names, void *gemm, const char *asked) {
    blaspool_blas *blas = calloc(1, sizeof *blas);
    char *path = mapped_path(gemm, asked);
    if (blas == NULL || path == NULL) {
        free(blas);
        free(path);
        return NULL;
    }
    blas->handles = 1;
    blas->library = names->library;
    blas->gemm = gemm;
    blas->path = path;
    (void)blaspool_kernels_choose(&blas->cpu_kernels, &blas->kernels_are_off); /* an opening refuses what is wrong */
    blas->kernels = blas->cpu_kernels;
    describe(blas, names);
    blaspool_gate_init(&blas->gate, caller_limit(blas));
    pthread_mutex_init(&blas->setting, NULL);
    pthread_mutex_init(&blas->call, NULL);
    atomic_init(&blas->caller_threads, 0);
    atomic_init(&blas->one_at_a_time, 0);
    blaspool_blas_note_threads(blas);
    return blas;
}

static blaspool_blas *find_open(const void *library) {
    for (blaspool_blas *blas = open_libraries; blas != NULL; blas = blas->next) {
        if (blas->library == library) {
            return blas;
        }
    }
    return NULL;
}

/* The one that is open already, one more time; NULL where there is none. */
static blaspool_blas *share(void *library) {
    blaspool_blas *known = find_open(library);
    if (known != NULL) {
        dlclose(library); /* only its count: the first opening keeps it */
        known->handles++;
    }
    return known;
}

static void keep(blaspool_blas *created) {
    created->next = open_libraries;
    open_libraries = created;
}

static blaspool_status open_library(const char *path, void *library, blaspool_blas **blas) {
    blaspool_symbol_names names = {library, "", ""};
    void *gemm = find_gemm(&names);
    blaspool_blas *known = gemm != NULL ? share(library) : NULL;
    if (known != NULL) {
        *blas = known;
        return BLASPOOL_OK;
    }
    if (gemm == NULL) {
        (void)dlsym(library, "cblas_dgemm");
        blaspool_status status =
            blaspool_fail(BLASPOOL_UNAVAILABLE, 0, "library has no C interface to BLAS: path=%s: %s", path, dlerror());
        dlclose(library);
        return status;
    }
    blaspool_blas *created = create(&names, gemm, path);
    if (created == NULL) {
        return blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "no memory to open a BLAS: path=%s", path);
    }
    keep(created);
    *blas = created;
    return BLASPOOL_OK;
}

blaspool_blas *blaspool_blas_adopt(const blaspool_symbol_names *names, const char *path) {
    pthread_mutex_lock(&open_lock);
    blaspool_blas *blas = share(names->library);
    if (blas == NULL) {
        blas = create(names, blaspool_symbol(names, "cblas_dgemm"), path);
        if (blas != NULL) {
            keep(blas);
        }
    }
    pthread_mutex_unlock(&open_lock);
    return blas;
}

/*
 * What the library itself defines goes before what others of the process define: a BLAS in the global scope (preloaded,
 * or linked with the program) has the same hundreds of names, and a library that calls into another version of itself
 * crashes. RTLD_LOCAL keeps its names from others. The sanitizers' own allocator cannot do with the first.
 */
#if defined(__SANITIZE_ADDRESS__)
enum { OPEN_MODE = RTLD_NOW | RTLD_LOCAL };
#else
enum { OPEN_MODE = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND };
#endif

static blaspool_status refuse(const char *path, const char *message) {
    char needed[16];
    if (blaspool_missing_glibc(message, needed, sizeof needed)) {
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, 0,
            "C library is too old for the BLAS: path=%s needs=glibc %s found=glibc %s, expected a BLAS of this system "
            "or"
            " one that was built on it: %s",
            path, needed, gnu_get_libc_version(), message);
    }
    return blaspool_fail(BLASPOOL_UNAVAILABLE, 0, "cannot load the BLAS: path=%s: %s", path, message);
}

blaspool_status blaspool_blas_open(const char *path, blaspool_blas **blas) {
    if (path == NULL || path[0] == '\0') {
        return blaspool_fail(BLASPOOL_INVALID, 0, "path of the BLAS is empty, expected a file or a soname");
    }
    const blaspool_kernel_set *kernels;
    int kernels_are_off;
    blaspool_status status = blaspool_kernels_choose(&kernels, &kernels_are_off);
    if (status != BLASPOOL_OK) {
        return status;
    }
    const blaspool_task_name name = blaspool_task_name_take();
    void *library = dlopen(path, OPEN_MODE);
    blaspool_task_name_give_back(&name);
    if (library == NULL) {
        return refuse(path, dlerror());
    }
    pthread_mutex_lock(&open_lock);
    status = open_library(path, library, blas);
    pthread_mutex_unlock(&open_lock);
    return status;
}

void blaspool_blas_close(blaspool_blas *blas) {
    if (blas == NULL) {
        return;
    }
    pthread_mutex_lock(&open_lock);
    int handles = --blas->handles;
    if (handles == 0) {
        blaspool_blas **link = &open_libraries;
        while (*link != blas) {
            link = &(*link)->next;
        }
        *link = blas->next;
    }
    pthread_mutex_unlock(&open_lock);
    if (handles == 0) {
        blaspool_gate_destroy(&blas->gate);
        pthread_mutex_destroy(&blas->setting);
        pthread_mutex_destroy(&blas->call);
        free(blas->path);
        free(blas);
    }
}

const blaspool_blas_info *blaspool_blas_get_info(const blaspool_blas *blas) { return &blas->info; }
