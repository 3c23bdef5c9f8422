#include "org_blaspool_jni_NativeBlas.h"

#include "jni/address.h"
#include "jni/text.h"
#include "jni/text_argument.h"
#include "jni/throw_status.h"

#include <blaspool/split.h>

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
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

/* In the order of blaspool_packed. */
static const char *const packed_texts[] = {"", "+A", "+AB", "+own"};

/* Characters of a rule's text at most, with what ends it. */
enum { RULE_LENGTH = 256 };

static int64_t thousandths(double gain) { return (int64_t)(gain * 1000 + 0.5); }

/* Separated by commas. Gains are written by whole numbers, as a locale may have another point than that of rules. */
static jstring rules_to_java(JNIEnv *env, const blaspool_split_rule *rules, int count) {
    char text[BLASPOOL_SPLIT_RULES * RULE_LENGTH] = "";
    char *to = text;
    for (const blaspool_split_rule *rule = rules; rule < rules + count; rule++) {
        const int64_t hot = thousandths(rule->hot_gain), streamed = thousandths(rule->streamed_gain);
        to += snprintf(
            to, RULE_LENGTH,
            "%s%c%c:%" PRId64 "-%" PRId64 ":%" PRId64 "-%" PRId64 "/%" PRId64 ":%" PRId64 "x%" PRId64 "x%" PRId64
            "%s:%" PRId64 ".%03" PRId64 ":%" PRId64 ".%03" PRId64,
            rule == rules ? "" : ",", rule->transpose_a ? 'T' : 'N', rule->transpose_b ? 'T' : 'N', rule->volume_from,
            rule->volume_to, rule->side_from, rule->side_to, rule->multiple, rule->block_m, rule->block_n,
            rule->block_k, packed_texts[rule->packed], hot / 1000, hot % 1000, streamed / 1000, streamed % 1000);
    }
    return text_to_java(env, text);
}

static int64_t next_number(char **at) {
    *at += strcspn(*at, "0123456789");
    return strtoll(*at, at, 10);
}

static double next_gain(char **at) {
    const int64_t whole = next_number(at);
    return (double)(whole * 1000 + next_number(at)) / 1000;
}

/* Reads a rule that SplitRules has checked, and goes on to what ends it. */
static blaspool_split_rule read_rule(char **at) {
    blaspool_split_rule rule = {.transpose_a = (*at)[0] == 'T', .transpose_b = (*at)[1] == 'T'};
    int64_t *const numbers[] = {&rule.volume_from, &rule.volume_to, &rule.side_from, &rule.side_to,
                                &rule.multiple,    &rule.block_m,   &rule.block_n,   &rule.block_k};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        *numbers[i] = next_number(at);
    }
    const size_t length = strcspn(*at, ":");
    while (strncmp(packed_texts[rule.packed], *at, length) != 0 || packed_texts[rule.packed][length] != '\0') {
        rule.packed++;
    }
    rule.hot_gain = next_gain(at);
    rule.streamed_gain = next_gain(at);
    return rule;
}

JNIEXPORT void JNICALL
Java_org_blaspool_jni_NativeBlas_setSplit(JNIEnv *env, jclass class, jlong blas, jstring rules_text) {
    (void)class;
    char *text = text_from_java(env, rules_text);
    if (text == NULL) {
        return;
    }
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES + 1] = {0};
    int count = 0;
    /* One rule too many is enough to be refused. */
    for (char *at = text; *at != '\0' && count <= BLASPOOL_SPLIT_RULES; count++) {
        rules[count] = read_rule(&at);
        at += *at == ',';
    }
    free(text);
    (void)check_status(env, blaspool_blas_set_split(to_pointer(blas), rules, count));
}

JNIEXPORT jstring JNICALL Java_org_blaspool_jni_NativeBlas_split(JNIEnv *env, jclass class, jlong blas) {
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

JNIEXPORT jstring JNICALL
Java_org_blaspool_jni_NativeBlas_calibrateSplit(JNIEnv *env, jclass class, jlong blas, jlong budget_nanos) {
    (void)class;
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    int count = 0;
    blaspool_status status = blaspool_blas_calibrate_split(to_pointer(blas), budget_nanos, rules, &count);
    return check_status(env, status) ? rules_to_java(env, rules, count) : NULL;
}

JNIEXPORT jstring JNICALL Java_org_blaspool_jni_NativeBlas_raceSplit(
    JNIEnv *env, jclass class, jlong blas, jlong m, jlong n, jlong k, jlong budget_nanos) {
    (void)class;
    const blaspool_product shape = {.m = m, .n = n, .k = k};
    blaspool_split_rule rule;
    int count = 0;
    blaspool_status status = blaspool_blas_race_split(to_pointer(blas), &shape, budget_nanos, &rule, &count);
    return check_status(env, status) ? rules_to_java(env, &rule, count) : NULL;
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
