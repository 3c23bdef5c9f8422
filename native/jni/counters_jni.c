#include "org_blaspool_jni_NativeCounters.h"

#include "jni/address.h"
#include "jni/throw_status.h"

#include <blaspool/counters.h>

#define CONSTANT(name) org_blaspool_jni_NativeCounters_##name
_Static_assert(CONSTANT(CYCLES) == BLASPOOL_COUNTER_CYCLES, "as in counters.h");
_Static_assert(CONSTANT(INSTRUCTIONS) == BLASPOOL_COUNTER_INSTRUCTIONS, "as in counters.h");
_Static_assert(CONSTANT(LLC_MISSES) == BLASPOOL_COUNTER_LLC_MISSES, "as in counters.h");
_Static_assert(CONSTANT(DTLB_LOAD_MISSES) == BLASPOOL_COUNTER_DTLB_LOAD_MISSES, "as in counters.h");
_Static_assert(CONSTANT(TASK_CLOCK) == BLASPOOL_COUNTER_TASK_CLOCK, "as in counters.h");
_Static_assert(CONSTANT(PAGE_FAULTS) == BLASPOOL_COUNTER_PAGE_FAULTS, "as in counters.h");
_Static_assert(sizeof(blaspool_count) == 3 * sizeof(jlong), "a count is three longs");

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeCounters_open(JNIEnv *env, jclass class, jintArray kinds) {
    (void)class;
    jint numbers[BLASPOOL_COUNTER_KINDS];
    jsize count = (*env)->GetArrayLength(env, kinds);
    if (count <= BLASPOOL_COUNTER_KINDS) {
        (*env)->GetIntArrayRegion(env, kinds, 0, count, numbers);
    }
    blaspool_counters *counters = NULL;
    return check_status(env, blaspool_counters_open(numbers, count, &counters)) ? from_pointer(counters) : 0;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeCounters_read(JNIEnv *env, jclass class, jlong counters, jlongArray counts) {
    (void)class;
    blaspool_count values[BLASPOOL_COUNTER_KINDS];
    if (check_status(env, blaspool_counters_read(to_pointer(counters), values))) {
        (*env)->SetLongArrayRegion(env, counts, 0, (*env)->GetArrayLength(env, counts), (const jlong *)values);
    }
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeCounters_close(JNIEnv *env, jclass class, jlong counters) {
    (void)env;
    (void)class;
    blaspool_counters_close(to_pointer(counters));
}

JNIEXPORT jlong JNICALL
Java_org_blaspool_jni_NativeCounters_between(JNIEnv *env, jclass class, jlongArray from, jlongArray to, jint index) {
    (void)class;
    blaspool_count counts[2];
    (*env)->GetLongArrayRegion(env, from, 3 * index, 3, (jlong *)&counts[0]);
    (*env)->GetLongArrayRegion(env, to, 3 * index, 3, (jlong *)&counts[1]);
    return (*env)->ExceptionCheck(env) ? 0 : blaspool_count_between(&counts[0], &counts[1]);
}
