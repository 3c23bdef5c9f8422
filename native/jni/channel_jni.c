#include "org_blaspool_jni_NativeChannel.h"

#include "jni/address.h"
#include "jni/text_argument.h"
#include "jni/throw_status.h"

#include <blaspool/channel.h>

#include <stdlib.h>

JNIEXPORT jint JNICALL
Java_org_blaspool_jni_NativeChannel_listen(JNIEnv *env, jclass class, jstring path, jint backlog) {
    (void)class;
    char *text = text_from_java(env, path);
    if (text == NULL) {
        return -1;
    }
    int fd = -1;
    blaspool_status status = blaspool_channel_listen(text, backlog, &fd);
    free(text);
    return check_io_status(env, status) ? fd : -1;
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeChannel_accept(
    JNIEnv *env, jclass class, jint listener, jint timeout_millis, jint buffer_bytes) {
    (void)class;
    int fd = -1, pid = 0;
    if (!check_io_status(env, blaspool_channel_accept(listener, timeout_millis, buffer_bytes, &fd, &pid))) {
        return -1;
    }
    return (jlong)((uint64_t)(uint32_t)pid << 32 | (uint32_t)fd);
}

JNIEXPORT jint JNICALL
Java_org_blaspool_jni_NativeChannel_connect(JNIEnv *env, jclass class, jstring path, jint buffer_bytes) {
    (void)class;
    char *text = text_from_java(env, path);
    if (text == NULL) {
        return -1;
    }
    int fd = -1;
    blaspool_status status = blaspool_channel_connect(text, buffer_bytes, &fd);
    free(text);
    return check_io_status(env, status) ? fd : -1;
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeChannel_pair(JNIEnv *env, jclass class, jint buffer_bytes) {
    (void)class;
    int ends[2] = {-1, -1};
    if (!check_io_status(env, blaspool_channel_pair(buffer_bytes, ends))) {
        return -1;
    }
    return (jlong)((uint64_t)(uint32_t)ends[1] << 32 | (uint32_t)ends[0]);
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeChannel_send(JNIEnv *env, jclass class, jint fd, jlong address, jlong bytes) {
    (void)class;
    (void)check_io_status(env, blaspool_channel_send(fd, to_pointer(address), (uint64_t)bytes));
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeChannel_lender(JNIEnv *env, jclass class) {
    (void)class;
    int ends[2] = {-1, -1};
    if (!check_io_status(env, blaspool_channel_lender(ends))) {
        return -1;
    }
    return (jlong)((uint64_t)(uint32_t)ends[1] << 32 | (uint32_t)ends[0]);
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeChannel_lend(JNIEnv *env, jclass class, jint fd, jlong lender, jlong address, jlong bytes) {
    (void)class;
    const int ends[2] = {(int)(uint32_t)lender, (int)(uint32_t)((uint64_t)lender >> 32)};
    (void)check_io_status(env, blaspool_channel_lend(fd, ends, to_pointer(address), (uint64_t)bytes));
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeChannel_untaken(JNIEnv *env, jclass class, jint fd) {
    (void)class;
    uint64_t bytes = 0;
    return check_io_status(env, blaspool_channel_untaken(fd, &bytes)) ? (jlong)bytes : -1;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeChannel_receive(JNIEnv *env, jclass class, jint fd, jlong address, jlong bytes) {
    (void)class;
    (void)check_io_status(env, blaspool_channel_receive(fd, to_pointer(address), (uint64_t)bytes));
}

JNIEXPORT jlong JNICALL
Java_org_blaspool_jni_NativeChannel_receiveSome(JNIEnv *env, jclass class, jint fd, jlong address, jlong capacity) {
    (void)class;
    uint64_t received = 0;
    blaspool_status status = blaspool_channel_receive_some(fd, to_pointer(address), (uint64_t)capacity, &received);
    if (status == BLASPOOL_CLOSED) {
        return -1;
    }
    return check_io_status(env, status) ? (jlong)received : -1;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeChannel_sendDescriptor(JNIEnv *env, jclass class, jint fd, jint passed) {
    (void)class;
    (void)check_io_status(env, blaspool_channel_send_fd(fd, passed));
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeChannel_receiveDescriptor(JNIEnv *env, jclass class, jint fd) {
    (void)class;
    int passed = -1;
    return check_io_status(env, blaspool_channel_receive_fd(fd, &passed)) ? passed : -1;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeChannel_shutdown(JNIEnv *env, jclass class, jint fd) {
    (void)env;
    (void)class;
    blaspool_channel_shutdown(fd);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeChannel_close(JNIEnv *env, jclass class, jint fd) {
    (void)env;
    (void)class;
    blaspool_channel_close(fd);
}
