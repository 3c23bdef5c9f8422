#include "org_blaspool_jni_NativeBlas.h"

#include "jni/address.h"
#include "jni/text.h"
#include "jni/text_argument.h"
#include "jni/throw_status.h"

#include <blaspool/split.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

JNIEXPORT jlong JNICALL Java_org_blaspool_jni_NativeBlas_open(JNIEnv *env, jclass class, jstring path) {
    (void)class;
    char *text = text_from_java(env, path);
    if (text == NULL) {
        return 0;
    }
    blaspool_blas *blas = NULL;
    blaspool_status status = blaspool_blas_open(text, &blas);
    free(text);
    return check_status(env, status) ? from_pointer(blas) : 0;
}

/* More than any process has loaded. */
enum { MOST_LOADED = 64 };

JNIEXPORT jlongArray JNICALL Java_org_blaspool_jni_NativeBlas_openLoaded(JNIEnv *env, jclass class) {
    (void)class;
    blaspool_blas *handles[MOST_LOADED];
    jlong numbers[MOST_LOADED];
    const int count = blaspool_blas_open_loaded(handles, MOST_LOADED);
    for (int i = 0; i < count; i++) {
        numbers[i] = from_pointer(handles[i]);
    }
    jlongArray array = (*env)->NewLongArray(env, count);
    if (array != NULL) {
        (*env)->SetLongArrayRegion(env, array, 0, count, numbers);
    }
    return array;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_close(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    blaspool_blas_close(to_pointer(blas));
}

JNIEXPORT jobjectArray JNICALL Java_org_blaspool_jni_NativeBlas_describe(JNIEnv *env, jclass class, jlong blas) {
    (void)class;
    const blaspool_blas_info *info = blaspool_blas_get_info(to_pointer(blas));
    const char *const texts[] = {info->path, info->kind, info->version, info->config, info->core, info->threading};
    const jsize count = (jsize)(sizeof texts / sizeof texts[0]);
    jclass strings = (*env)->FindClass(env, "java/lang/String");
    jobjectArray array = strings == NULL ? NULL : (*env)->NewObjectArray(env, count, strings, NULL);
    if (array == NULL) {
        return NULL;
    }
    for (jsize i = 0; i < count; i++) {
        jstring text = text_to_java(env, texts[i]);
        if (text == NULL) {
            return NULL;
        }
        (*env)->SetObjectArrayElement(env, array, i, text);
        (*env)->DeleteLocalRef(env, text);
    }
    return array;
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeBlas_maxThreads(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_info(to_pointer(blas))->max_threads;
}

JNIEXPORT jboolean JNICALL Java_org_blaspool_jni_NativeBlas_hasThreadControl(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_info(to_pointer(blas))->thread_control ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeBlas_setThreads(JNIEnv *env, jclass class, jlong blas, jint threads) {
    (void)class;
    (void)check_status(env, blaspool_blas_set_threads(to_pointer(blas), threads));
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_restoreThreads(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    blaspool_blas_restore_threads(to_pointer(blas));
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeBlas_countThreads(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_count_threads(to_pointer(blas));
}

JNIEXPORT jint JNICALL Java_org_blaspool_jni_NativeBlas_threads(JNIEnv *env, jclass class, jlong blas) {
    (void)env;
    (void)class;
    return blaspool_blas_get_threads(to_pointer(blas));
}

/* The fields of a rule in their order, as doubles, which hold them exactly. */
enum { RULE_NUMBERS = 13 };

static void rule_to_numbers(const blaspool_split_rule *rule, jdouble *numbers) {
    const jdouble values[RULE_NUMBERS] = {
        (jdouble)rule->transpose_a, (jdouble)rule->transpose_b, (jdouble)rule->volume_from, (jdouble)rule->volume_to,
        (jdouble)rule->side_from,   (jdouble)rule->side_to,     (jdouble)rule->multiple,    (jdouble)rule->block_m,
        (jdouble)rule->block_n,     (jdouble)rule->block_k,     (jdouble)rule->packed,      rule->hot_gain,
        rule->streamed_gain,
    };
    memcpy(numbers, values, sizeof values);
}

static blaspool_split_rule rule_of_numbers(const jdouble *numbers) {
    return (blaspool_split_rule){
        .transpose_a = (uint32_t)numbers[0],
        .transpose_b = (uint32_t)numbers[1],
        .volume_from = (int64_t)numbers[2],
        .volume_to = (int64_t)numbers[3],
        .side_from = (int64_t)numbers[4],
        .side_to = (int64_t)numbers[5],
        .multiple = (int64_t)numbers[6],
        .block_m = (int64_t)numbers[7],
        .block_n = (int64_t)numbers[8],
        .block_k = (int64_t)numbers[9],
        .packed = (int32_t)numbers[10],
        .hot_gain = numbers[11],
        .streamed_gain = numbers[12],
    };
}

static jdoubleArray rules_to_java(JNIEnv *env, const blaspool_split_rule *rules, int count) {
    jdouble numbers[BLASPOOL_SPLIT_RULES * RULE_NUMBERS];
    for (int i = 0; i < count; i++) {
        rule_to_numbers(&rules[i], &numbers[(ptrdiff_t)i * RULE_NUMBERS]);
    }
    jdoubleArray array = (*env)->NewDoubleArray(env, count * RULE_NUMBERS);
    if (array != NULL) {
        (*env)->SetDoubleArrayRegion(env, array, 0, count * RULE_NUMBERS, numbers);
    }
    return array;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeBlas_setSplit(JNIEnv *env, jclass class, jlong blas, jdoubleArray numbers) {
    (void)class;
    jsize count = (*env)->GetArrayLength(env, numbers) / RULE_NUMBERS;
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES] = {0};
    for (jsize i = 0; i < count && i < BLASPOOL_SPLIT_RULES; i++) {
        jdouble rule[RULE_NUMBERS];
        (*env)->GetDoubleArrayRegion(env, numbers, i * RULE_NUMBERS, RULE_NUMBERS, rule);
        rules[i] = rule_of_numbers(rule);
    }
    (void)check_status(env, blaspool_blas_set_split(to_pointer(blas), rules, count));
}

JNIEXPORT jdoubleArray JNICALL Java_org_blaspool_jni_NativeBlas_split(JNIEnv *env, jclass class, jlong blas) {
    (void)class;
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    int count = blaspool_blas_get_split(to_pointer(blas), rules);
    return rules_to_java(env, rules, count);
}

JNIEXPORT jstring JNICALL Java_org_blaspool_jni_NativeBlas_kernels(JNIEnv *env, jclass class, jlong blas) {
    (void)class;
    return text_to_java(env, blaspool_blas_get_kernels(to_pointer(blas)));
}

JNIEXPORT jlongArray JNICALL Java_org_blaspool_jni_NativeBlas_computed(JNIEnv *env, jclass class, jlong blas) {
    (void)class;
    blaspool_computed computed;
    blaspool_blas_get_computed(to_pointer(blas), &computed);
    const jlong values[] = {(jlong)computed.small, (jlong)computed.split, (jlong)computed.plain};
    return new_longs(env, values, 3);
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_setKernels(JNIEnv *env, jclass class, jlong blas, jboolean on) {
    (void)env;
    (void)class;
    blaspool_blas_set_kernels(to_pointer(blas), on == JNI_TRUE);
}

JNIEXPORT jdoubleArray JNICALL
Java_org_blaspool_jni_NativeBlas_calibrateSplit(JNIEnv *env, jclass class, jlong blas, jlong budget_nanos) {
    (void)class;
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    int count = 0;
    blaspool_status status = blaspool_blas_calibrate_split(to_pointer(blas), budget_nanos, rules, &count);
    return check_status(env, status) ? rules_to_java(env, rules, count) : NULL;
}

JNIEXPORT void JNICALL Java_org_blaspool_jni_NativeBlas_dgemm(
    JNIEnv *env, jclass class, jlong blas, jboolean transpose_a, jboolean transpose_b, jlong m, jlong n, jlong k,
    jdouble alpha, jlong a, jlong lda, jlong b, jlong ldb, jdouble beta, jlong c, jlong ldc) {
    (void)class;
    static const uint64_t process_base = 0, process_bytes = UINT64_MAX;
    const blaspool_region_map process = {.bases = &process_base, .bytes = &process_bytes, .count = 1};
    const blaspool_product product = {
        .m = m,
        .n = n,
        .k = k,
        .lda = lda,
        .ldb = ldb,
        .ldc = ldc,
        .alpha = alpha,
        .beta = beta,
        .a = (uint64_t)a,
        .b = (uint64_t)b,
        .c = (uint64_t)c,
        .transpose_a = transpose_a == JNI_TRUE,
        .transpose_b = transpose_b == JNI_TRUE,
    };
    (void)check_status(env, blaspool_blas_run(to_pointer(blas), &product, 1, &process));
}
