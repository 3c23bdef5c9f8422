#include "org_blaspool_jni_NativeTable.h"

#include "jni/address.h"
#include "jni/regions.h"
#include "jni/throw_status.h"

#include <blaspool/table.h>

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeTable_bytes(
    JNIEnv *env, jclass class, jint content, jlong products, jlong chunks, jint slots) {
    (void)env;
    (void)class;
    return slots < 0 ? 0
                     : (jlong)blaspool_table_content_bytes(
                           (blaspool_table_content)content, products, chunks, (uint32_t)slots);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeTable_init(
    JNIEnv *env, jclass class, jlong table, jlong capacity, jint content, jlong products, jint slots,
    jlongArray firsts) {
    (void)class;
    if (firsts == NULL) {
        throw_null_pointer(env, "first products of the chunks are null");
        return;
    }
    if (slots < 0 || capacity < 0) {
        throw_illegal_argument(env, "slots or capacity is negative, expected at least 0");
        return;
    }
    jsize chunks = (*env)->GetArrayLength(env, firsts);
    jlong *elements = (*env)->GetLongArrayElements(env, firsts, NULL);
    if (elements == NULL) {
        return;
    }
    _Static_assert(sizeof(jlong) == sizeof(int64_t), "a Java long is read as it is");
    blaspool_status status = blaspool_table_init(
        to_pointer(table), (uint64_t)capacity, (blaspool_table_content)content, products, chunks, (uint32_t)slots,
        (const int64_t *)elements);
    (*env)->ReleaseLongArrayElements(env, firsts, elements, JNI_ABORT);
    (void)check_status(env, status);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeTable_check(JNIEnv *env, jclass class, jlong table, jlong capacity) {
    (void)class;
    if (capacity < 0) {
        throw_illegal_argument(env, "capacity is negative, expected at least 0");
        return;
    }
    (void)check_status(env, blaspool_table_check(to_pointer(table), (uint64_t)capacity));
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeTable_claim(JNIEnv *env, jclass class, jlong table, jint slot) {
    (void)env;
    (void)class;
    return blaspool_table_claim(to_pointer(table), (uint32_t)slot);
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeTable_finish(JNIEnv *env, jclass class, jlong table, jlong chunk, jint slot, jint state) {
    (void)class;
    (void)check_status(
        env, blaspool_table_finish(to_pointer(table), chunk, (uint32_t)slot, (blaspool_chunk_state)state));
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeTable_release(JNIEnv *env, jclass class, jlong table, jint slot) {
    (void)env;
    (void)class;
    return blaspool_table_release(to_pointer(table), (uint32_t)slot);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeTable_skip(JNIEnv *env, jclass class, jlong table, jlong product) {
    (void)class;
    (void)check_status(env, blaspool_table_skip(to_pointer(table), product));
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeTable_reset(JNIEnv *env, jclass class, jlong table) {
    (void)env;
    (void)class;
    blaspool_table_reset(to_pointer(table));
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeTable_stop(JNIEnv *env, jclass class, jlong table) {
    (void)env;
    (void)class;
    blaspool_table_stop(to_pointer(table));
}

JNIEXPORT jlongArray JNICALL Java_org_blaspool_jni_NativeTable_count(JNIEnv *env, jclass class, jlong table) {
    (void)class;
    int64_t counts[4];
    blaspool_table_count(to_pointer(table), counts);
    const jlong values[] = {counts[0], counts[1], counts[2], counts[3]};
    return new_longs(env, values, 4);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeTable_work(
    JNIEnv *env, jclass class, jlong table, jint slot, jlong blas, jlongArray bases, jlongArray bytes) {
    (void)class;
    region_arrays regions;
    if (!regions_read(env, bases, bytes, &regions)) {
        return;
    }
    blaspool_status status = blaspool_table_work(to_pointer(table), (uint32_t)slot, to_pointer(blas), &regions.map);
    regions_free(&regions);
    (void)check_status(env, status);
}
