#include "org_blaspool_jni_NativeAffinity.h"

#include "jni/text.h"
#include "jni/text_argument.h"
#include "jni/throw_status.h"

#include <blaspool/affinity.h>

#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

JNIEXPORT jstring JNICALL Java_org_blaspool_jni_NativeAffinity_get(JNIEnv *env, jclass class, jint tid) {
    (void)class;
    blaspool_cpu_set set;
    if (!check_status(env, blaspool_affinity_get(tid, &set))) {
        return NULL;
    }
    size_t bytes = blaspool_cpu_set_format(&set, NULL, 0) + 1;
    char *list = malloc(bytes);
    if (list == NULL) {
        throw_out_of_memory(env, "no memory for a list of cpus");
        return NULL;
    }
    (void)blaspool_cpu_set_format(&set, list, bytes);
    jstring text = text_to_java(env, list);
    free(list);
    return text;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeAffinity_set(JNIEnv *env, jclass class, jint tid, jstring list) {
    (void)class;
    char *text = text_from_java(env, list);
    if (text == NULL) {
        return;
    }
    blaspool_cpu_set set;
    blaspool_status status = blaspool_cpu_set_parse(text, &set);
    free(text);
    if (status == BLASPOOL_OK) {
        status = blaspool_affinity_set(tid, &set);
    }
    (void)check_status(env, status);
}

JNIEXPORT jboolean JNICALL Java_org_blaspool_jni_NativeAffinity_goHome(JNIEnv *env, jclass class, jint cpu) {
    (void)env;
    (void)class;
    return blaspool_affinity_go_home(cpu) == BLASPOOL_OK ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeAffinity_leaveHome(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    blaspool_affinity_leave_home();
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeAffinity_threadId(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    return (jint)syscall(SYS_gettid);
}
