/* Runs a target over every file of a directory, in any compiler's build: PROGRAM DIRECTORY. */
#include "fuzz.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

static void run_file(const char *path, size_t size) {
    FILE *file = fopen(path, "re");
    MUST(file != NULL);
    /* Its own allocation of exactly its length, so that a sanitizer sees a read beyond the end. */
    uint8_t *data = malloc(size > 0 ? size : 1);
    MUST(data != NULL && fread(data, 1, size, file) == size);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
}

int main(int count, char **arguments) {
    MUST(count == 2);
    DIR *directory = opendir(arguments[1]);
    MUST(directory != NULL);
    int inputs = 0;
    char path[PATH_MAX];
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        struct stat status;
        MUST(snprintf(path, sizeof path, "%s/%s", arguments[1], entry->d_name) < (int)sizeof path);
        if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
            /* Before it runs: the last name is that of the input that broke it. */
            printf("%s\n", entry->d_name);
            (void)fflush(stdout);
            run_file(path, (size_t)status.st_size);
            inputs++;
        }
    }
    (void)closedir(directory);
    MUST(inputs > 0);
    return EXIT_SUCCESS;
}
