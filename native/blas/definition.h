/* Which libraries of this process define a function, whoever loaded them, and whatever decorates its name. */
#ifndef BLASPOOL_BLAS_DEFINITION_H
#define BLASPOOL_BLAS_DEFINITION_H

typedef struct blaspool_definition {
    char *path;      /* as the dynamic linker has it */
    char prefix[32]; /* before and behind the name in that library: "scipy_" and "64_" */
    char suffix[32];
} blaspool_definition;

typedef enum blaspool_decoration {
    BLASPOOL_UNDECORATED,
    BLASPOOL_DECORATED /* any prefix and suffix; the shortest name where a library has several */
} blaspool_decoration;

/*
 * Gives at most `capacity` libraries that define `name`, in the order in which they were loaded, and returns how many.
 * The program itself, which has no path, is left out.
 */
int blaspool_definitions_find(
    const char *name, blaspool_decoration decoration, blaspool_definition *definitions, int capacity);

void blaspool_definitions_free(blaspool_definition *definitions, int count);

/* The handle of dlopen of a library that is loaded, to be closed; NULL where it has gone meanwhile. */
void *blaspool_definition_open(const blaspool_definition *definition);

#endif
