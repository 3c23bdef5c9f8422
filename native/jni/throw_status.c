#include "jni/throw_status.h"

#include "jni/text.h"

/* By its constructor from a string, because ThrowNew takes the JVM's own encoding and messages are UTF-8. */
static void throw_new(JNIEnv *env, const char *class_name, const char *message) {
    jclass class = (*env)->FindClass(env, class_name);
    if (class == NULL) {
        return; /* an exception is pending: NoClassDefFoundError */
    }
    jmethodID constructor = (*env)->GetMethodID(env, class, "<init>", "(Ljava/lang/String;)V");
    if (constructor == NULL) {
        return;
    }
    jstring text = text_to_java(env, message);
    if (text == NULL) {
        return;
    }
    jobject exception = (*env)->NewObject(env, class, constructor, text);
    if (exception != NULL) {
        (*env)->Throw(env, (jthrowable)exception);
    }
}

static const char *exception_of(blaspool_status status, const char *system_exception) {
    switch (status) {
    case BLASPOOL_INVALID:
        return "java/lang/IllegalArgumentException";
    case BLASPOOL_CLOSED:
        return "java/io/EOFException";
    case BLASPOOL_TIMEOUT:
        return "java/net/SocketTimeoutException";
    case BLASPOOL_SYSTEM:
        return system_exception;
    case BLASPOOL_OK:
    case BLASPOOL_NO_MEMORY:
    case BLASPOOL_UNAVAILABLE:
    default:
        return "org/blaspool/error/ResourceUnavailableException";
    }
}

int check_status(JNIEnv *env, blaspool_status status) {
    if (status == BLASPOOL_OK) {
        return 1;
    }
    throw_new(env, exception_of(status, "org/blaspool/error/ResourceUnavailableException"), blaspool_last_error());
    return 0;
}

int check_io_status(JNIEnv *env, blaspool_status status) {
    if (status == BLASPOOL_OK) {
        return 1;
    }
    throw_new(env, exception_of(status, "java/io/IOException"), blaspool_last_error());
    return 0;
}

void throw_illegal_argument(JNIEnv *env, const char *message) {
    throw_new(env, "java/lang/IllegalArgumentException", message);
}

void throw_null_pointer(JNIEnv *env, const char *message) { throw_new(env, "java/lang/NullPointerException", message); }

void throw_out_of_memory(JNIEnv *env, const char *message) { throw_new(env, "java/lang/OutOfMemoryError", message); }
