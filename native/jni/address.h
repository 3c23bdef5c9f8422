/* Addresses and handles as Java's long. */
#ifndef BLASPOOL_ADDRESS_H
#define BLASPOOL_ADDRESS_H

#include <jni.h>
#include <stdint.h>

static inline void *to_pointer(jlong address) { return (void *)(uintptr_t)address; }

static inline jlong from_pointer(const void *pointer) { return (jlong)(uintptr_t)pointer; }

/* A new long[] of `count` values; NULL with a pending OutOfMemoryError. */
static inline jlongArray new_longs(JNIEnv *env, const jlong *values, jsize count) {
    jlongArray array = (*env)->NewLongArray(env, count);
    if (array != NULL) {
        (*env)->SetLongArrayRegion(env, array, 0, count, values);
    }
    return array;
}

#endif
