#include "blas/vendor.h"
#include "blas/definition.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef const char *text_function(void);
typedef int int_function(void);
typedef int64_t wide_function(void);

void *blaspool_symbol(const blaspool_symbol_names *names, const char *name) {
    char decorated[128];
    (void)snprintf(decorated, sizeof decorated, "%s%s%s", names->prefix, name, names->suffix);
    void *symbol = dlsym(names->library, decorated);
    return symbol != NULL ? symbol : dlsym(names->library, name);
}

int blaspool_thread_count_get(const blaspool_thread_count *count) {
    if (count->get == NULL) {
        return 0;
    }
    return count->wide ? (int)((wide_function *)count->get)() : ((int_function *)count->get)();
}

void blaspool_thread_count_set(const blaspool_thread_count *count, int threads) {
    if (count->wide) {
        ((void (*)(int64_t))count->set)(threads);
    } else {
        ((void (*)(int))count->set)(threads);
    }
}

blaspool_ways blaspool_ways_get(const blaspool_ways_control *control) {
    blaspool_ways ways;
    for (int i = 0; i < BLASPOOL_LOOPS; i++) {
        ways.of[i] = control->set != NULL ? ((wide_function *)control->get[i])() : -1;
    }
    return ways;
}

void blaspool_ways_set(const blaspool_ways_control *control, blaspool_ways ways) {
    if (control->set != NULL) {
        void (*set)(int64_t, int64_t, int64_t, int64_t, int64_t) =
            (void (*)(int64_t, int64_t, int64_t, int64_t, int64_t))control->set;
        set(ways.of[0], ways.of[1], ways.of[2], ways.of[3], ways.of[4]);
    }
}

static blaspool_ways_control ways_control(const blaspool_symbol_names *names) {
    static const char *const getters[BLASPOOL_LOOPS] = {
        "bli_thread_get_jc_nt", "bli_thread_get_pc_nt", "bli_thread_get_ic_nt", "bli_thread_get_jr_nt",
        "bli_thread_get_ir_nt"};
    blaspool_ways_control control = {.set = blaspool_symbol(names, "bli_thread_set_ways")};
    for (int i = 0; i < BLASPOOL_LOOPS; i++) {
        control.get[i] = blaspool_symbol(names, getters[i]);
        if (control.get[i] == NULL) {
            control.set = NULL;
        }
    }
    return control;
}

/* Both functions or neither: a count that cannot be read back is no control. */
static blaspool_thread_count thread_count(const blaspool_symbol_names *names, const char *get, const char *set) {
    blaspool_thread_count count = {blaspool_symbol(names, get), blaspool_symbol(names, set), 0};
    if (count.get == NULL || count.set == NULL) {
        count.get = NULL;
        count.set = NULL;
    }
    return count;
}

static void copy_text(char *target, size_t capacity, const char *text) {
    (void)snprintf(target, capacity, "%s", text != NULL ? text : "");
    for (size_t length = strlen(target); length > 0 && target[length - 1] == ' '; length--) {
        target[length - 1] = '\0';
    }
}

/* Copies the word at `text`, up to one of `ends`. */
static void copy_word(char *target, size_t capacity, const char *text, const char *ends) {
    (void)snprintf(target, capacity, "%.*s", (int)strcspn(text, ends), text);
}

static void call_text(const blaspool_symbol_names *names, const char *name, char *target, size_t capacity) {
    text_function *function = (text_function *)blaspool_symbol(names, name);
    copy_text(target, capacity, function != NULL ? function() : NULL);
}

static int call_int(const blaspool_symbol_names *names, const char *name, int missing) {
    int_function *function = (int_function *)blaspool_symbol(names, name);
    return function != NULL ? function() : missing;
}

static void add_caller_count(blaspool_vendor *vendor, blaspool_thread_count count) {
    if (count.set != NULL) {
        vendor->callers[vendor->caller_counts++] = count;
    }
}

static int detect_openblas(const blaspool_symbol_names *names, blaspool_vendor *vendor) {
    if (blaspool_symbol(names, "openblas_set_num_threads") == NULL) {
        return 0;
    }
    vendor->kind = "openblas";
    vendor->certain = 1;
    vendor->process = thread_count(names, "openblas_get_num_threads", "openblas_set_num_threads");
    call_text(names, "openblas_get_config", vendor->config, sizeof vendor->config);
    call_text(names, "openblas_get_corename", vendor->core, sizeof vendor->core);

    /* "OpenBLAS 0.3.31 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Zen MAX_THREADS=64"; before 0.3.4 without the version. */
    static const char name[] = "OpenBLAS ";
    if (strncmp(vendor->config, name, sizeof name - 1) == 0) {
        const char *word = vendor->config + sizeof name - 1;
        copy_word(vendor->version, sizeof vendor->version, word + strspn(word, " "), " ");
    }
    if (strstr(vendor->config, "USE64BITINT") != NULL) {
        vendor->integer_bits = 64;
    }
    static const char largest[] = "MAX_THREADS=";
    const char *threads = strstr(vendor->config, largest);
    if (threads != NULL) {
        vendor->max_threads = (int)strtol(threads + sizeof largest - 1, NULL, 10);
    }
    switch (call_int(names, "openblas_get_parallel", -1)) {
    case 0:
        vendor->threading = "sequential";
        vendor->max_threads = 1;
        break;
    case 1:
        vendor->threading = "pthreads";
        break;
    case 2:
        vendor->threading = "openmp";
        add_caller_count(vendor, thread_count(names, "omp_get_max_threads", "omp_set_num_threads"));
        break;
    default:
        break;
    }
    return 1;
}

static const char *mkl_threading(const blaspool_symbol_names *names) {
    /* -1 asks for the layer of the single dynamic library (libmkl_rt); the layered libraries lack the function. */
    int (*layer)(int) = (int (*)(int))blaspool_symbol(names, "MKL_Set_Threading_Layer");
    switch (layer != NULL ? layer(-1) : -1) {
    case 0: /* Intel */
    case 2: /* PGI */
    case 3: /* GNU */
        return "openmp";
    case 1:
        return "sequential";
    default:
        return "unknown";
    }
}

/* Its functions proper are in mixed case; those in lower case are Fortran's, which take addresses. */
static int detect_mkl(const blaspool_symbol_names *names, blaspool_vendor *vendor) {
    vendor->process = thread_count(names, "MKL_Get_Max_Threads", "MKL_Set_Num_Threads");
    if (vendor->process.set == NULL) {
        return 0;
    }
    vendor->kind = "mkl";
    vendor->certain = 1;
    (void)blaspool_thread_count_get(&vendor->process); /* chooses the layer, which is asked for next */
    vendor->threading = mkl_threading(names);
    void (*version)(char *, int) = (void (*)(char *, int))blaspool_symbol(names, "MKL_Get_Version_String");
    if (version != NULL) {
        char text[256] = "";
        version(text, (int)sizeof text - 1);
        copy_text(vendor->config, sizeof vendor->config, text);
        const char *word = strstr(vendor->config, "Version ");
        if (word != NULL) {
            copy_word(vendor->version, sizeof vendor->version, word + strlen("Version "), " -");
        }
    }
    return 1;
}

static int detect_blis(const blaspool_symbol_names *names, blaspool_vendor *vendor) {
    vendor->process = thread_count(names, "bli_thread_get_num_threads", "bli_thread_set_num_threads");
    if (vendor->process.set == NULL) {
        return 0;
    }
    vendor->kind = "blis";
    vendor->certain = 1;
    vendor->process.wide = 1;
    add_caller_count(vendor, vendor->process);
    vendor->ways = ways_control(names);
    call_text(names, "bli_info_get_version_str", vendor->version, sizeof vendor->version);
    int (*arch)(void) = (int (*)(void))blaspool_symbol(names, "bli_arch_query_id");
    const char *(*arch_name)(int) = (const char *(*)(int))blaspool_symbol(names, "bli_arch_string");
    if (arch != NULL && arch_name != NULL) {
        copy_text(vendor->core, sizeof vendor->core, arch_name(arch()));
    }
    wide_function *bits = (wide_function *)blaspool_symbol(names, "bli_info_get_blas_int_type_size");
    if (bits != NULL) {
        vendor->integer_bits = (int)bits();
    }
    wide_function *openmp = (wide_function *)blaspool_symbol(names, "bli_info_get_enable_openmp");
    wide_function *pthreads = (wide_function *)blaspool_symbol(names, "bli_info_get_enable_pthreads");
    if (openmp != NULL && (int)openmp() != 0) {
        vendor->threading = "openmp";
    } else if (pthreads != NULL && (int)pthreads() != 0) {
        vendor->threading = "pthreads";
    } else if (openmp != NULL && pthreads != NULL) {
        vendor->threading = "sequential";
        vendor->max_threads = 1;
    }
    return 1;
}

/*
 * FlexiBLAS passes the count on to the library behind it, and one that uses OpenMP heeds the calling thread's own. The
 * library behind is loaded apart from FlexiBLAS, so that its OpenMP has to be looked for in the process.
 */
static void add_openmp_of_this_process(blaspool_vendor *vendor) {
    blaspool_definition found[BLASPOOL_CALLER_COUNTS];
    const int count =
        blaspool_definitions_find("omp_set_num_threads", BLASPOOL_UNDECORATED, found, BLASPOOL_CALLER_COUNTS);
    for (int i = 0; i < count; i++) {
        const blaspool_symbol_names names = {blaspool_definition_open(&found[i]), "", ""};
        if (names.library != NULL) {
            add_caller_count(vendor, thread_count(&names, "omp_get_max_threads", "omp_set_num_threads"));
        }
    }
    blaspool_definitions_free(found, count);
}

static int detect_flexiblas(const blaspool_symbol_names *names, blaspool_vendor *vendor) {
    vendor->process = thread_count(names, "flexiblas_get_num_threads", "flexiblas_set_num_threads");
    if (vendor->process.set == NULL) {
        return 0;
    }
    vendor->kind = "flexiblas";
    add_openmp_of_this_process(vendor);
    void (*version)(int *, int *, int *) =
        (void (*)(int *, int *, int *))blaspool_symbol(names, "flexiblas_get_version");
    if (version != NULL) {
        int major = 0;
        int minor = 0;
        int patch = 0;
        version(&major, &minor, &patch);
        (void)snprintf(vendor->version, sizeof vendor->version, "%d.%d.%d", major, minor, patch);
    }
    int (*backend)(char *, size_t) = (int (*)(char *, size_t))blaspool_symbol(names, "flexiblas_current_backend");
    char name[128] = "";
    if (backend != NULL && backend(name, sizeof name) > 0) {
        (void)snprintf(vendor->config, sizeof vendor->config, "backend %s", name);
    }
    return 1;
}

void blaspool_vendor_detect(const blaspool_symbol_names *names, blaspool_vendor *vendor) {
    memset(vendor, 0, sizeof *vendor);
    vendor->kind = blaspool_symbol(names, "ATL_dgemm") != NULL ? "atlas" : "cblas";
    vendor->threading = "unknown";
    /* FlexiBLAS first: it may depend on the library behind it, whose symbols would be found too. */
    (void)(detect_flexiblas(names, vendor) || detect_openblas(names, vendor) || detect_mkl(names, vendor) || detect_blis(names, vendor));
}

int blaspool_vendor_detect_openmp(const blaspool_symbol_names *names, const char *path, blaspool_vendor *vendor) {
    vendor->process = thread_count(names, "omp_get_max_threads", "omp_set_num_threads");
    if (vendor->process.set == NULL) {
        return 0;
    }
    vendor->threading = "openmp";
    vendor->certain = 1;
    if (blaspool_symbol(names, "__kmpc_fork_call") == NULL) {
        vendor->kind = "libgomp";
    } else {
        vendor->kind = strstr(path, "libiomp") != NULL ? "libiomp5" : "libomp";
    }
    return 1;
}
