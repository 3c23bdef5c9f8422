#include "org_blaspool_jni_NativeArrays.h"

#include "blas/run.h"
#include "jni/address.h"
#include "jni/throw_status.h"

#include <blaspool/blas.h>

#include <stddef.h>

/* A reference to the element `offset` of array `region`, each array being a region of its own: so the core checks
 * bounds. */
static uint64_t reference(uint64_t region, jint offset) { return region << 48 | (uint64_t)(uint32_t)offset * 8; }

static uint64_t bytes_of(JNIEnv *env, jdoubleArray array) { return (uint64_t)(*env)->GetArrayLength(env, array) * 8; }

/*
 * No other JNI call, and nothing that waits for another Java thread, may happen between the first "get" and the last
 * "release": the collector may be held off meanwhile.
 */
JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeArrays_dgemm(
    JNIEnv *env, jclass class, jlong blas, jint transposes, jint m, jint n, jint k, jdouble alpha, jdoubleArray a,
    jint offset_a, jint lda, jdoubleArray b, jint offset_b, jint ldb, jdouble beta, jdoubleArray c, jint offset_c,
    jint ldc) {
    (void)class;
    if (offset_a < 0 || offset_b < 0 || offset_c < 0) {
        throw_illegal_argument(env, "offset is negative, expected at least 0");
        return;
    }
    const blaspool_product product = {
        .m = m,
        .n = n,
        .k = k,
        .lda = lda,
        .ldb = ldb,
        .ldc = ldc,
        .alpha = alpha,
        .beta = beta,
        .a = reference(1, offset_a),
        .b = reference(2, offset_b),
        .c = reference(3, offset_c),
        .transpose_a = (uint32_t)transposes & 1,
        .transpose_b = (uint32_t)transposes >> 1 & 1,
    };
    const uint64_t bytes[] = {0, bytes_of(env, a), bytes_of(env, b), bytes_of(env, c)};
    uint64_t bases[4] = {0};
    const blaspool_region_map map = {.bases = bases, .bytes = bytes, .count = 4};
    blaspool_run
        run; /* enters here: who is inside waits for nobody, and who changes threads may wait for the collector */
    blaspool_run_begin(&run, to_pointer(blas), &map, 0);
    void *values_a = (*env)->GetPrimitiveArrayCritical(env, a, NULL);
    void *values_b = values_a == NULL ? NULL : (*env)->GetPrimitiveArrayCritical(env, b, NULL);
    void *values_c = values_b == NULL ? NULL : (*env)->GetPrimitiveArrayCritical(env, c, NULL);
    blaspool_status status = BLASPOOL_NO_MEMORY;
    if (values_c != NULL) {
        bases[1] = (uint64_t)(uintptr_t)values_a;
        bases[2] = (uint64_t)(uintptr_t)values_b;
        bases[3] = (uint64_t)(uintptr_t)values_c;
        status = blaspool_run_single(&run, &product);
        (*env)->ReleasePrimitiveArrayCritical(env, c, values_c, 0);
    }
    if (values_b != NULL) {
        (*env)->ReleasePrimitiveArrayCritical(env, b, values_b, JNI_ABORT);
    }
    if (values_a != NULL) {
        (*env)->ReleasePrimitiveArrayCritical(env, a, values_a, JNI_ABORT);
    }
    blaspool_run_end(&run);
    if (values_c == NULL) {
        throw_out_of_memory(env, "no memory to reach the arrays of a product");
        return;
    }
    (void)check_status(env, status);
}
