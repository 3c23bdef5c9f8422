#include "org_blaspool_jni_NativeBlas.h"

#include "jni/address.h"
#include "jni/regions.h"
#include "jni/text.h"
#include "jni/throw_status.h"

#include <blaspool/blas.h>

#include <stdlib.h>

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeBlas_open(JNIEnv *env, jclass class, jstring path) {
    (void)class;
    char *text = text_from_java(env, path);
    if (text == NULL) {
        return 0;
    }
    blaspool_blas *blas = NULL;
    blaspool_status status = blaspool_blas_open(text, &blas);
    free(text);
    return check_status(env, status) ? from_pointer(blas) : 0;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_close(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    blaspool_blas_close(to_pointer(blas));
}

JNIEXPORT jobjectArray JNICALL Java_org_blaspool_jni_NativeBlas_describe(JNIEnv *env, jclass class, jlong blas) {
    (void)class;
    const blaspool_blas_info *info = blaspool_blas_get_info(to_pointer(blas));
    const char *const texts[] = {info->path, info->kind, info->version, info->config, info->core, info->threading};
    const jsize count = (jsize)(sizeof texts / sizeof texts[0]);
    jclass strings = (*env)->FindClass(env, "java/lang/String");
    jobjectArray array = strings == NULL ? NULL : (*env)->NewObjectArray(env, count, strings, NULL);
    if (array == NULL) {
        return NULL;
    }
    for (jsize i = 0; i < count; i++) {
        jstring text = text_to_java(env, texts[i]);
        if (text == NULL) {
            return NULL;
        }
        (*env)->SetObjectArrayElement(env, array, i, text);
        (*env)->DeleteLocalRef(env, text);
    }
    return array;
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeBlas_maxThreads(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_info(to_pointer(blas))->max_threads;
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeBlas_integerBits(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_info(to_pointer(blas))->integer_bits;
}

JNIEXPORT jboolean JNICALL Java_org_blaspool_jni_NativeBlas_hasThreadControl(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_info(to_pointer(blas))->thread_control ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeBlas_setThreads(JNIEnv *env, jclass class, jlong blas, jint threads) {
    (void)class;
    (void)check_status(env, blaspool_blas_set_threads(to_pointer(blas), threads));
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeBlas_threads(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_threads(to_pointer(blas));
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_run(
    JNIEnv *env, jclass class, jlong blas, jlong products, jlong count, jlongArray bases, jlongArray bytes) {
    (void)class;
    region_arrays regions;
    if (!regions_read(env, bases, bytes, &regions)) {
        return;
    }
    blaspool_status status = blaspool_blas_run(to_pointer(blas), to_pointer(products), count, &regions.map);
    regions_free(&regions);
    (void)check_status(env, status);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_dgemm(
    JNIEnv *env, jclass class, jlong blas, jboolean transpose_a, jboolean transpose_b, jlong m, jlong n, jlong k,
    jdouble alpha, jlong a, jlong lda, jlong b, jlong ldb, jdouble beta, jlong c, jlong ldc) {
    (void)class;
    static const uint64_t process_base = 0, process_bytes = UINT64_MAX;
    const blaspool_region_map process = {.bases = &process_base, .bytes = &process_bytes, .count = 1};
    const blaspool_product product = {
        .m = m,
        .n = n,
        .k = k,
        .lda = lda,
        .ldb = ldb,
        .ldc = ldc,
        .alpha = alpha,
        .beta = beta,
        .a = (uint64_t)a,
        .b = (uint64_t)b,
        .c = (uint64_t)c,
        .transpose_a = transpose_a == JNI_TRUE,
        .transpose_b = transpose_b == JNI_TRUE,
    };
    (void)check_status(env, blaspool_blas_run(to_pointer(blas), &product, 1, &process));
}
