#include "jni/text_argument.h"

#include "jni/text.h"
#include "jni/throw_status.h"

#include <stdint.h>
#include <stdlib.h>

/* The code point at units[*at], which is moved past it; half a surrogate pair is replaced. */
static uint32_t next_code_point(const jchar *units, jsize length, jsize *at) {
    uint32_t unit = units[(*at)++];
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    if (unit < 0xdc00 && *at < length && units[*at] >= 0xdc00 && units[*at] <= 0xdfff) {
        return 0x10000 + ((unit - 0xd800) << 10) + (uint32_t)(units[(*at)++] - 0xdc00);
    }
    return TEXT_REPLACEMENT;
}

static char *append_utf8(char *to, uint32_t point) {
    if (point < 0x80) {
        *to++ = (char)point;
        return to;
    }
    int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(leads[following] | point >> (6 * following));
    while (following-- > 0) {
        *to++ = (char)(0x80 | (point >> (6 * following) & 0x3f));
    }
    return to;
}

char *text_from_java(JNIEnv *env, jstring text) {
    if (text == NULL) {
        throw_null_pointer(env, "string is null");
        return NULL;
    }
    jsize length = (*env)->GetStringLength(env, text);
    const jchar *units = (*env)->GetStringChars(env, text, NULL);
    if (units == NULL) {
        return NULL;
    }
    char *bytes = malloc((size_t)length * 3 + 1); /* a surrogate pair is 2 units and 4 bytes */
    int has_nul = 0;
    if (bytes != NULL) {
        char *to = bytes;
        for (jsize at = 0; at < length;) {
            uint32_t point = next_code_point(units, length, &at);
            has_nul |= point == 0;
            to = append_utf8(to, point);
        }
        *to = '\0';
    }
    (*env)->ReleaseStringChars(env, text, units);
    if (bytes == NULL) {
        throw_out_of_memory(env, "no memory for a string");
    } else if (has_nul) {
        free(bytes);
        bytes = NULL;
        throw_illegal_argument(env, "string holds a NUL character, expected none");
    }
    return bytes;
}
