#include "org_blaspool_jni_NativeElements.h"

#include "elements/widen.h"
#include "jni/throw_status.h"

#include <stdint.h>

_Static_assert((int)BLASPOOL_ELEMENT_B1 == org_blaspool_jni_NativeElements_B1, "both number the types alike");

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeElements_widen(
    JNIEnv *env, jclass class, jobject doubles, jint count, jint type, jboolean swapped) {
    (void)class;
    if (doubles == NULL) {
        throw_null_pointer(env, "buffer is null");
        return;
    }
    void *address = (*env)->GetDirectBufferAddress(env, doubles);
    jlong bytes = (*env)->GetDirectBufferCapacity(env, doubles);
    if (address == NULL || (uintptr_t)address % sizeof(double) != 0 || count < 0 ||
        (jlong)count * (jlong)sizeof(double) > bytes || type < 0 || type > org_blaspool_jni_NativeElements_B1) {
        throw_illegal_argument(env, "elements cannot be widened, expected a direct buffer of as many aligned doubles");
        return;
    }
    blaspool_widen((blaspool_element)type, swapped == JNI_TRUE, address, (size_t)count);
}
