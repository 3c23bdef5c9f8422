#include "jni/regions.h"

#include "jni/throw_status.h"

#include <stdlib.h>

int regions_read(JNIEnv *env, jlongArray bases, jlongArray bytes, region_arrays *regions) {
    if (bases == NULL || bytes == NULL) {
        throw_null_pointer(env, "regions are null");
        return 0;
    }
    jsize count = (*env)->GetArrayLength(env, bases);
    if (count < 1 || count != (*env)->GetArrayLength(env, bytes)) {
        throw_illegal_argument(env, "regions do not agree, expected as many bases as lengths, at least 1");
        return 0;
    }
    regions->allocated = NULL;
    uint64_t *words = regions->inside;
    if (count > REGIONS_ON_STACK) {
        words = regions->allocated = malloc(2 * (size_t)count * sizeof *words);
        if (words == NULL) {
            throw_out_of_memory(env, "no memory for a map of regions");
            return 0;
        }
    }
    _Static_assert(sizeof(jlong) == sizeof(uint64_t), "a Java long is copied as it is");
    (*env)->GetLongArrayRegion(env, bases, 0, count, (jlong *)words);
    (*env)->GetLongArrayRegion(env, bytes, 0, count, (jlong *)(words + count));
    words[0] = 0;
    words[count] = UINT64_MAX;
    regions->map = (blaspool_region_map){.bases = words, .bytes = words + count, .count = (uint32_t)count};
    return 1;
}

void regions_free(region_arrays *regions) { free(regions->allocated); }
