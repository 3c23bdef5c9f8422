#include "org_blaspool_jni_NativeMatrixVector.h"

#include "jni/address.h"
#include "jni/throw_status.h"
#include "verify/matrix_vector.h"

#include <stdlib.h>

static int has_length(JNIEnv *env, jdoubleArray array, jlong length) {
    return array != NULL && (*env)->GetArrayLength(env, array) == length;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeMatrixVector_multiply(
    JNIEnv *env, jclass class, jlong address, jlong count, jlong length, jlong stride, jboolean columns, jdoubleArray x,
    jdoubleArray weights, jdoubleArray y, jdoubleArray scale) {
    (void)class;
    jlong in = columns == JNI_TRUE ? count : length;
    jlong out = columns == JNI_TRUE ? length : count;
    if (!has_length(env, x, in) || !has_length(env, y, out) || (weights == NULL) != (scale == NULL) ||
        (weights != NULL && (!has_length(env, weights, in) || !has_length(env, scale, out)))) {
        throw_illegal_argument(env, "vectors do not have the matrix's sizes");
        return;
    }
    /* Copied, which costs nothing beside the matrix: the collector is not held off meanwhile. */
    double *vectors = malloc((2 * (size_t)in + 2 * (size_t)out + 2 * (size_t)length + 1) * sizeof *vectors);
    if (vectors == NULL) {
        throw_out_of_memory(env, "no memory for the vectors of a product with a matrix");
        return;
    }
    double *own_weights = vectors + in;
    double *own_y = own_weights + in;
    double *own_scale = own_y + out;
    double *partial = own_scale + out;
    (*env)->GetDoubleArrayRegion(env, x, 0, (jsize)in, vectors);
    if (weights != NULL) {
        (*env)->GetDoubleArrayRegion(env, weights, 0, (jsize)in, own_weights);
    }
    const blaspool_lines lines = {
        .first = to_pointer(address),
        .count = (uint64_t)count,
        .length = (uint64_t)length,
        .stride = (uint64_t)stride,
    };
    double *wanted_scale = scale == NULL ? NULL : own_scale;
    if (columns == JNI_TRUE) {
        blaspool_add_columns(&lines, vectors, own_weights, own_y, wanted_scale, partial);
    } else {
        blaspool_dot_rows(&lines, vectors, own_weights, own_y, wanted_scale);
    }
    (*env)->SetDoubleArrayRegion(env, y, 0, (jsize)out, own_y);
    if (scale != NULL) {
        (*env)->SetDoubleArrayRegion(env, scale, 0, (jsize)out, own_scale);
    }
    free(vectors);
}
