/* What the fuzz targets share. A target is a program: libFuzzer's main where BLASPOOL_FUZZ is on, else corpus_main.c.
 */
#ifndef BLASPOOL_FUZZ_H
#define BLASPOOL_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Feeds one input; returns 0. What must not happen ends in abort() or in a sanitizer's report. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Holds whatever the bytes were; names the expectation that was broken and aborts. */
#define MUST(condition)                                                                                                \
    ((condition) ? (void)0 : (fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition), abort()))

#endif
