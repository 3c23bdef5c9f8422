#include "memory/figure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int blaspool_read_figure(const char *path, const char *key, uint64_t *figure) {
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0;
    }
    char line[256];
    int found = 0;
    size_t skip = strlen(key);
    while (!found && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, key, skip) != 0) {
            continue;
        }
        if (strncmp(line + skip, "max", 3) == 0) {
            *figure = UINT64_MAX;
            found = 1;
        } else {
            found = sscanf(line + skip, "%" SCNu64, figure) == 1;
        }
    }
    (void)fclose(file);
    return found;
}
