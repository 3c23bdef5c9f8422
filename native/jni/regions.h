/* The arrays of bases and lengths that Java describes regions with. */
#ifndef BLASPOOL_REGIONS_H
#define BLASPOOL_REGIONS_H

#include <blaspool/blas.h>

#include <jni.h>

/* More regions than a batch ever has; a copy on the stack, because a call must not hold Java arrays while it runs. */
enum { REGIONS_ON_STACK = 16 };

typedef struct region_arrays {
    blaspool_region_map map;
    uint64_t *allocated; /* NULL: `inside` was large enough */
    uint64_t inside[2 * REGIONS_ON_STACK];
} region_arrays;

/* Entry 0 becomes the process itself, whatever the arrays say. 0 with a pending exception. */
int regions_read(JNIEnv *env, jlongArray bases, jlongArray bytes, region_arrays *regions);
void regions_free(region_arrays *regions);

#endif
