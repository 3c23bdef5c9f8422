#include "org_blaspool_jni_NativeMatrixVector.h"

#include "jni/address.h"
#include "verify/matrix_vector.h"

#include <stddef.h>

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeMatrixVector_multiply(
    JNIEnv *env, jclass class, jlong address, jlong count, jlong length, jlong stride, jboolean columns, jlong x,
    jlong weights, jlong y, jlong scale, jlong partial) {
    (void)env;
    (void)class;
    const blaspool_lines lines = {
        .first = to_pointer(address),
        .count = (uint64_t)count,
        .length = (uint64_t)length,
        .stride = (uint64_t)stride,
    };
    double *wanted_scale = scale == 0 ? NULL : to_pointer(scale);
    const double *wanted_weights = weights == 0 ? NULL : to_pointer(weights);
    if (columns == JNI_TRUE) {
        blaspool_add_columns(&lines, to_pointer(x), wanted_weights, to_pointer(y), wanted_scale, to_pointer(partial));
    } else {
        blaspool_dot_rows(&lines, to_pointer(x), wanted_weights, to_pointer(y), wanted_scale);
    }
}
