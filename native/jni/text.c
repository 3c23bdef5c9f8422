#include "jni/text.h"

#include "jni/throw_status.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT 0xfffdu

/* The code point at units[*at], which is moved past it; half a surrogate pair is replaced. */
static uint32_t next_code_point(const jchar *units, jsize length, jsize *at) {
    uint32_t unit = units[(*at)++];
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    if (unit < 0xdc00 && *at < length && units[*at] >= 0xdc00 && units[*at] <= 0xdfff) {
        return 0x10000 + ((unit - 0xd800) << 10) + (uint32_t)(units[(*at)++] - 0xdc00);
    }
    return REPLACEMENT;
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

/* Decodes one code point of well-formed UTF-8, without surrogates and overlong forms; else one byte is skipped. */
static uint32_t decode_utf8(const unsigned char **text) {
    const unsigned char *at = *text;
    uint32_t lead = *at++;
    *text = at;
    if (lead < 0x80) {
        return lead;
    }
    int following = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xc2 && lead < 0xe0;
    if (following == 0) {
        return REPLACEMENT;
    }
    uint32_t point = lead & (0x3fu >> following);
    for (int i = 0; i < following; i++) {
        if ((*at & 0xc0) != 0x80) { /* the NUL at the end stops it too */
            return REPLACEMENT;
        }
        point = point << 6 | (*at++ & 0x3f);
    }
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (point < smallest[following] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
        return REPLACEMENT;
    }
    *text = at;
    return point;
}

jstring text_to_java(JNIEnv *env, const char *text) {
    jchar *units = malloc((strlen(text) + 1) * sizeof *units); /* never more units than bytes */
    if (units == NULL) {
        return (*env)->NewStringUTF(env, "no memory for a message");
    }
    jsize length = 0;
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        uint32_t point = decode_utf8(&at);
        if (point < 0x10000) {
            units[length++] = (jchar)point;
        } else {
            units[length++] = (jchar)(0xd800 + ((point - 0x10000) >> 10));
            units[length++] = (jchar)(0xdc00 + ((point - 0x10000) & 0x3ff));
        }
    }
    jstring string = (*env)->NewString(env, units, length);
    free(units);
    return string;
}
