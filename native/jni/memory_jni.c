#include "org_blaspool_jni_NativeMemory.h"

#include "jni/address.h"
#include "jni/throw_status.h"
#include "memory/mapping.h"

#include <blaspool/memory.h>

#include <limits.h>
#include <string.h>
#include <unistd.h>

static jlongArray describe(JNIEnv *env, blaspool_region *region) {
    const jlong values[] = {
        [org_blaspool_jni_NativeMemory_ADDRESS] = from_pointer(region->address),
        [org_blaspool_jni_NativeMemory_BYTES] = (jlong)region->bytes,
        [org_blaspool_jni_NativeMemory_MAPPED_BYTES] = (jlong)region->mapped_bytes,
        [org_blaspool_jni_NativeMemory_FD] = region->fd,
        [org_blaspool_jni_NativeMemory_PAGES] = (jlong)region->pages,
    };
    jlongArray array = new_longs(env, values, (jsize)(sizeof values / sizeof values[0]));
    if (array == NULL) {
        blaspool_region_release(region);
    }
    return array;
}

JNIEXPORT jlongArray JNICALL Java_org_blaspool_jni_NativeMemory_create(
    JNIEnv *env, jclass class, jlong bytes, jint kind, jboolean huge_pages, jint threads) {
    (void)class;
    blaspool_region region;
    blaspool_status status =
        blaspool_region_create((uint64_t)bytes, (blaspool_region_kind)kind, huge_pages == JNI_TRUE, threads, &region);
    return check_status(env, status) ? describe(env, &region) : NULL;
}

JNIEXPORT jlongArray JNICALL
Java_org_blaspool_jni_NativeMemory_attach(JNIEnv *env, jclass class, jint fd, jlong bytes) {
    (void)class;
    blaspool_region region;
    return check_status(env, blaspool_region_attach(fd, (uint64_t)bytes, &region)) ? describe(env, &region) : NULL;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeMemory_release(JNIEnv *env, jclass class, jlong address, jlong mapped_bytes, jint fd) {
    (void)env;
    (void)class;
    blaspool_region region = {
        .address = to_pointer(address),
        .bytes = (uint64_t)mapped_bytes,
        .mapped_bytes = (uint64_t)mapped_bytes,
        .fd = fd,
        .kind = fd < 0 ? BLASPOOL_REGION_PRIVATE : BLASPOOL_REGION_SHARED,
    };
    blaspool_region_release(&region);
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeMemory_empty(JNIEnv *env, jclass class, jlong address, jlong mapped_bytes, jint fd) {
    (void)env;
    (void)class;
    if (fd >= 0) {
        (void)close(fd);
    }
    blaspool_mapping_empty(to_pointer(address), (uint64_t)mapped_bytes);
}

JNIEXPORT jobject JNICALL
Java_org_blaspool_jni_NativeMemory_view(JNIEnv *env, jclass class, jlong address, jlong bytes) {
    (void)class;
    /* JDK 17 cuts a longer one silently. */
    if (bytes < 0 || bytes > INT_MAX) {
        throw_illegal_argument(env, "a view has a wrong size, expected 0 to 2147483647 bytes");
        return NULL;
    }
    return (*env)->NewDirectByteBuffer(env, to_pointer(address), bytes);
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeMemory_copy(JNIEnv *env, jclass class, jlong from, jlong to, jlong bytes) {
    (void)env;
    (void)class;
    memcpy(to_pointer(to), to_pointer(from), (size_t)bytes);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeMemory_copyColumns(
    JNIEnv *env, jclass class, jlong from, jlong from_stride, jlong to, jlong to_stride, jlong column_bytes,
    jlong columns) {
    (void)env;
    (void)class;
    if (from_stride == column_bytes && to_stride == column_bytes) {
        memcpy(to_pointer(to), to_pointer(from), (size_t)(column_bytes * columns));
        return;
    }
    const char *source = to_pointer(from);
    char *target = to_pointer(to);
    for (jlong column = 0; column < columns; column++) {
        memcpy(target + column * to_stride, source + column * from_stride, (size_t)column_bytes);
    }
}
