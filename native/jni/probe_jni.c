#include "org_blaspool_jni_NativeProbe.h"

#include "jni/throw_status.h"

#include <blaspool/probe.h>

JNIEXPORT jdouble JNICALL
Java_org_blaspool_jni_NativeProbe_fmaRate(JNIEnv *env, jclass class, jint threads, jintArray cpus, jlong nanos) {
    (void)class;
    jint *numbers = NULL;
    if (cpus != NULL) {
        if ((*env)->GetArrayLength(env, cpus) < threads) {
            throw_illegal_argument(env, "too few cpus, expected one for each thread");
            return 0.0;
        }
        numbers = (*env)->GetIntArrayElements(env, cpus, NULL);
        if (numbers == NULL) {
            return 0.0;
        }
    }
    double rate = 0.0;
    blaspool_status status = blaspool_probe_fma_rate_all(threads, numbers, nanos, &rate);
    if (numbers != NULL) {
        (*env)->ReleaseIntArrayElements(env, cpus, numbers, JNI_ABORT);
    }
    return check_status(env, status) ? rate : 0.0;
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeProbe_vectorBits(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    int bits;
    (void)blaspool_probe_fma_rate(0, &bits);
    return bits;
}

JNIEXPORT jdouble JNICALL
Java_org_blaspool_jni_NativeProbe_copyRate(JNIEnv *env, jclass class, jlong block_bytes, jlong nanos) {
    (void)class;
    double rate = 0.0;
    return check_status(env, blaspool_probe_copy_rate((uint64_t)block_bytes, nanos, &rate)) ? rate : 0.0;
}

JNIEXPORT jdoubleArray JNICALL
Java_org_blaspool_jni_NativeProbe_faultCost(JNIEnv *env, jclass class, jlong bytes, jboolean huge_pages) {
    (void)class;
    double seconds = 0.0;
    uint64_t page_bytes = 0;
    if (!check_status(env, blaspool_probe_fault_cost((uint64_t)bytes, huge_pages == JNI_TRUE, &seconds, &page_bytes))) {
        return NULL;
    }
    const jdouble values[] = {seconds, (double)page_bytes};
    jdoubleArray array = (*env)->NewDoubleArray(env, 2);
    if (array != NULL) {
        (*env)->SetDoubleArrayRegion(env, array, 0, 2, values);
    }
    return array;
}
