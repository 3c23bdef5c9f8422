/* Numbers in the text files of /proc and /sys. */
#ifndef BLASPOOL_FIGURE_H
#define BLASPOOL_FIGURE_H

#include <stdint.h>

/*
 * The number that follows `key` at the start of a line of the file ("": the first line); "max" is UINT64_MAX.
 * 0 where the file, the line or the number is not there.
 */
int blaspool_read_figure(const char *path, const char *key, uint64_t *figure);

#endif
