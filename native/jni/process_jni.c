#include "org_blaspool_jni_NativeProcess.h"

#include "jni/address.h"

#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static jlong to_nanos(struct timeval time) { return (jlong)time.tv_sec * 1000000000 + (jlong)time.tv_usec * 1000; }

JNIEXPORT jlongArray JNICALL Java_org_blaspool_jni_NativeProcess_usage(JNIEnv *env, jclass class) {
    (void)class;
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage); /* cannot fail with these arguments */
    const jlong values[] = {
        [org_blaspool_jni_NativeProcess_USER_NANOS] = to_nanos(usage.ru_utime),
        [org_blaspool_jni_NativeProcess_SYSTEM_NANOS] = to_nanos(usage.ru_stime),
        [org_blaspool_jni_NativeProcess_MINOR_FAULTS] = usage.ru_minflt,
        [org_blaspool_jni_NativeProcess_MAJOR_FAULTS] = usage.ru_majflt,
        [org_blaspool_jni_NativeProcess_VOLUNTARY_SWITCHES] = usage.ru_nvcsw,
        [org_blaspool_jni_NativeProcess_INVOLUNTARY_SWITCHES] = usage.ru_nivcsw,
    };
    return new_longs(env, values, (jsize)(sizeof values / sizeof values[0]));
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeProcess_pid(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    return getpid();
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeProcess_ignoreTerminalSignals(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
}

static volatile sig_atomic_t status_at_once;

static void exit_at_once(int number) {
    (void)number;
    _exit(status_at_once);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeProcess_exitOnInterrupt(JNIEnv *env, jclass class, jint status) {
    (void)env;
    (void)class;
    status_at_once = status;
    if (signal(SIGINT, exit_at_once) == SIG_IGN) {
        (void)signal(SIGINT, SIG_IGN); /* a signal that it was started to ignore, as by nohup, stays ignored */
    }
}

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeProcess_monotonicNanos(JNIEnv *env, jclass class) {
    (void)env;
    (void)class;
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (jlong)now.tv_sec * 1000000000 + now.tv_nsec;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeProcess_exitNow(JNIEnv *env, jclass class, jint status) {
    (void)env;
    (void)class;
    _exit(status);
}
