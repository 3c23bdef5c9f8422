#include "jni/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
        return TEXT_REPLACEMENT;
    }
    uint32_t point = lead & (0x3fu >> following);
    for (int i = 0; i < following; i++) {
        if ((*at & 0xc0) != 0x80) { /* the NUL at the end stops it too */
            return TEXT_REPLACEMENT;
        }
        point = point << 6 | (*at++ & 0x3f);
    }
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (point < smallest[following] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
        return TEXT_REPLACEMENT;
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
