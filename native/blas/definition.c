#include "blas/definition.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The dynamic symbols of a loaded library. */
typedef struct symbols {
    const ElfW(Sym) * table;
    const char *names;
    size_t count;
} symbols;

/* The dynamic linker turns most of these into addresses when it loads a library, but not on every architecture. */
static const void *address_of(const struct dl_phdr_info *info, ElfW(Addr) value) {
    return (const void *)(value < info->dlpi_addr ? value + info->dlpi_addr : value);
}

/* The chains of the GNU hash table end with an odd value; the last one of the highest bucket is the last symbol. */
static size_t count_by_gnu_hash(const uint32_t *hash) {
    const uint32_t buckets = hash[0], first = hash[1], words = hash[2];
    const uint32_t *bucket = hash + 4 + words * (sizeof(ElfW(Addr)) / sizeof *hash);
    const uint32_t *chain = bucket + buckets;
    uint32_t last = 0;
    for (uint32_t i = 0; i < buckets; i++) {
        last = bucket[i] > last ? bucket[i] : last;
    }
    if (last < first) {
        return 0;
    }
    while ((chain[last - first] & 1) == 0) {
        last++;
    }
    return (size_t)last + 1;
}

static symbols symbols_of(const struct dl_phdr_info *info) {
    symbols found = {NULL, NULL, 0};
    const ElfW(Dyn) *dynamic = NULL;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_DYNAMIC) {
            dynamic = (const ElfW(Dyn) *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        }
    }
    for (; dynamic != NULL && dynamic->d_tag != DT_NULL; dynamic++) {
        const void *address = address_of(info, dynamic->d_un.d_ptr);
        switch (dynamic->d_tag) {
        case DT_SYMTAB:
            found.table = address;
            break;
        case DT_STRTAB:
            found.names = address;
            break;
        case DT_HASH:
            found.count = ((const uint32_t *)address)[1];
            break;
        case DT_GNU_HASH:
            found.count = count_by_gnu_hash(address);
            break;
        default:
            break;
        }
    }
    return found;
}

typedef struct search {
    const char *name;
    blaspool_decoration decoration;
    blaspool_definition *definitions;
    int capacity;
    int count;
} search;

/* The place of the name in a symbol's, NULL where that is another function. */
static const char *match(const search *wanted, const char *symbol) {
    if (wanted->decoration == BLASPOOL_UNDECORATED) {
        return strcmp(symbol, wanted->name) == 0 ? symbol : NULL;
    }
    const char *at = strstr(symbol, wanted->name);
    /* Names of C++ and of Java's natives hold those of what they wrap. */
    return at != NULL && strncmp(symbol, "_Z", 2) != 0 && strncmp(symbol, "Java_", 5) != 0 ? at : NULL;
}

static const char *shortest(const search *wanted, const symbols *all) {
    const char *best = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const unsigned type = all->table[i].st_info & 0xf;
        const char *symbol = all->names + all->table[i].st_name;
        if (all->table[i].st_shndx != SHN_UNDEF && (type == STT_FUNC || type == STT_GNU_IFUNC) &&
            match(wanted, symbol) != NULL && (best == NULL || strlen(symbol) < strlen(best))) {
            best = symbol;
        }
    }
    return best;
}

static int copy_decoration(char *target, size_t capacity, const char *text, size_t length) {
    if (length >= capacity) {
        return 0;
    }
    memcpy(target, text, length);
    target[length] = '\0';
    return 1;
}

static int add_definition(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    search *wanted = context;
    if (info->dlpi_name == NULL || info->dlpi_name[0] != '/') {
        return 0; /* the program, and the kernel's vDSO */
    }
    const symbols all = symbols_of(info);
    const char *symbol = all.table != NULL && all.names != NULL ? shortest(wanted, &all) : NULL;
    if (symbol == NULL) {
        return 0;
    }
    blaspool_definition *found = &wanted->definitions[wanted->count];
    const char *at = match(wanted, symbol);
    const char *behind = at + strlen(wanted->name);
    if (copy_decoration(found->prefix, sizeof found->prefix, symbol, (size_t)(at - symbol)) &&
        copy_decoration(found->suffix, sizeof found->suffix, behind, strlen(behind))) {
        found->path = strdup(info->dlpi_name);
        wanted->count += found->path != NULL;
    }
    return wanted->count == wanted->capacity;
}

int blaspool_definitions_find(
    const char *name, blaspool_decoration decoration, blaspool_definition *definitions, int capacity) {
    search wanted = {name, decoration, definitions, capacity, 0};
    if (capacity > 0) {
        (void)dl_iterate_phdr(add_definition, &wanted);
    }
    return wanted.count;
}

void blaspool_definitions_free(blaspool_definition *definitions, int count) {
    for (int i = 0; i < count; i++) {
        free(definitions[i].path);
    }
}

void *blaspool_definition_open(const blaspool_definition *definition) {
    return dlopen(definition->path, RTLD_LAZY | RTLD_NOLOAD);
}
