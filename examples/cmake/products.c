/*
 * Multiplies a batch of matrices through blaspool's C API: pinned to one CPU of its mask, with one BLAS thread, in
 * memory whose pages are there before the first product. Argument: a BLAS, as a path or a name that the dynamic linker
 * knows (libopenblas.so.0).
 */
#include <blaspool/affinity.h>
#include <blaspool/blas.h>
#include <blaspool/memory.h>

#include <inttypes.h>
#include <stdio.h>

enum { SIZE = 64, PRODUCTS = 10, ELEMENTS = SIZE * SIZE };

/* Says which step failed, and why. */
static int failed(const char *step) {
    fprintf(stderr, "%s: %s\n", step, blaspool_last_error());
    return 1;
}

static blaspool_status pin_to_first_cpu(void) {
    blaspool_cpu_set mask = {{0}};
    blaspool_cpu_set one = {{0}};
    blaspool_status status = blaspool_affinity_get(0, &mask);
    for (int cpu = 0; status == BLASPOOL_OK && cpu < BLASPOOL_MAX_CPUS; cpu++) {
        if (blaspool_cpu_set_contains(&mask, cpu)) {
            blaspool_cpu_set_add(&one, cpu);
            return blaspool_affinity_set(0, &one);
        }
    }
    return status;
}

int main(int count, char **arguments) {
    const char *path = count > 1 ? arguments[1] : "libopenblas.so.0";
    blaspool_blas *blas = NULL;
    blaspool_region region = {0};
    if (pin_to_first_cpu() != BLASPOOL_OK) {
        return failed("pinning");
    }
    if (blaspool_blas_open(path, &blas) != BLASPOOL_OK) {
        return failed("opening the BLAS");
    }
    if (blaspool_blas_get_info(blas)->thread_control && blaspool_blas_set_threads(blas, 1) != BLASPOOL_OK) {
        return failed("limiting its threads");
    }
    if (blaspool_region_create(3 * ELEMENTS * sizeof(double), BLASPOOL_REGION_PRIVATE, 1, 1, &region) != BLASPOOL_OK) {
        return failed("reserving memory");
    }

    double *a = region.address, *b = a + ELEMENTS, *c = b + ELEMENTS;
    for (int i = 0; i < ELEMENTS; i++) {
        a[i] = 1;
        b[i] = 2;
    }
    blaspool_product products[PRODUCTS];
    for (int i = 0; i < PRODUCTS; i++) {
        /* C <- A B + C, but for the first, which writes C without reading it. */
        products[i] = (blaspool_product){
            .m = SIZE,
            .n = SIZE,
            .k = SIZE,
            .lda = SIZE,
            .ldb = SIZE,
            .ldc = SIZE,
            .alpha = 1,
            .beta = i == 0 ? 0 : 1,
            .a = (uint64_t)(uintptr_t)a,
            .b = (uint64_t)(uintptr_t)b,
            .c = (uint64_t)(uintptr_t)c};
    }
    if (blaspool_blas_run(blas, products, PRODUCTS, NULL) != BLASPOOL_OK) {
        return failed("multiplying");
    }
    printf("%s %s: c[0] = %g\n", blaspool_blas_get_info(blas)->kind, blaspool_blas_get_info(blas)->version, c[0]);
    int right = c[0] == 2.0 * SIZE * PRODUCTS;
    blaspool_region_release(&region);
    blaspool_blas_close(blas);
    return right ? 0 : 1;
}
