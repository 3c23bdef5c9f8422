/*
 * libhdf5, loaded at run time: the few functions that are called, with prototypes of our own, so that building needs no
 * header of it. Versions 1.10 to 1.14 agree in all of them.
 */
#ifndef BLASPOOL_HDF5_LIBRARY_H
#define BLASPOOL_HDF5_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef int64_t hid_t;

typedef struct hdf5_error {
    hid_t class, major, minor;
    unsigned line;
    const char *function, *file, *description;
} hdf5_error;

typedef struct hdf5_group {
    int storage;
    uint64_t links;
    int64_t largest_order;
    unsigned mounted;
} hdf5_group;

typedef int (*hdf5_walk)(unsigned depth, const hdf5_error *error, void *data);
typedef int (*hdf5_other_file)(
    const char *parent, const char *group, const char *child, const char *object, unsigned *flags, hid_t access,
    void *data);

#define HDF5_FUNCTIONS(F)                                                                                              \
    F(int, H5open, (void))                                                                                             \
    F(int, H5dont_atexit, (void))                                                                                      \
    F(int, H5get_libversion, (unsigned *, unsigned *, unsigned *))                                                     \
    F(int, H5Dclose, (hid_t))                                                                                          \
    F(hid_t, H5Dcreate2, (hid_t, const char *, hid_t type, hid_t space, hid_t link, hid_t creation, hid_t access))     \
    F(hid_t, H5Dget_create_plist, (hid_t))                                                                             \
    F(uint64_t, H5Dget_offset, (hid_t))                                                                                \
    F(hid_t, H5Dget_space, (hid_t))                                                                                    \
    F(hid_t, H5Dget_type, (hid_t))                                                                                     \
    F(hid_t, H5Dopen2, (hid_t, const char *, hid_t access))                                                            \
    F(int, H5Dread, (hid_t, hid_t type, hid_t memory, hid_t file, hid_t transfer, void *))                             \
    F(int, H5Eclear2, (hid_t))                                                                                         \
    F(int, H5Eset_auto2, (hid_t, int (*)(hid_t, void *), void *))                                                      \
    F(int, H5Ewalk2, (hid_t, int direction, hdf5_walk, void *))                                                        \
    F(int, H5Fclose, (hid_t))                                                                                          \
    F(hid_t, H5Fcreate, (const char *, unsigned flags, hid_t creation, hid_t access))                                  \
    F(hid_t, H5Fopen, (const char *, unsigned flags, hid_t access))                                                    \
    F(int, H5Gget_info, (hid_t, hdf5_group *))                                                                         \
    F(int, H5Iget_type, (hid_t))                                                                                       \
    F(ssize_t, H5Lget_name_by_idx, (hid_t, const char *, int index, int order, uint64_t, char *, size_t, hid_t))       \
    F(int, H5Oclose, (hid_t))                                                                                          \
    F(hid_t, H5Oopen, (hid_t, const char *, hid_t access))                                                             \
    F(int, H5PLset_loading_state, (unsigned))                                                                          \
    F(int, H5Pclose, (hid_t))                                                                                          \
    F(hid_t, H5Pcreate, (hid_t class))                                                                                 \
    F(int, H5Pget_chunk, (hid_t, int rank, uint64_t *))                                                                \
    F(int, H5Pget_external, (hid_t, unsigned, size_t, char *, off_t *, uint64_t *))                                    \
    F(int, H5Pget_external_count, (hid_t))                                                                             \
    F(int, H5Pget_fill_time, (hid_t, int *))                                                                           \
    F(int, H5Pget_filter2, (hid_t, unsigned, unsigned *, size_t *, unsigned *, size_t, char *, unsigned *))            \
    F(int, H5Pget_layout, (hid_t))                                                                                     \
    F(int, H5Pget_nfilters, (hid_t))                                                                                   \
    F(int, H5Pget_virtual_count, (hid_t, size_t *))                                                                    \
    F(ssize_t, H5Pget_virtual_filename, (hid_t, size_t, char *, size_t))                                               \
    F(int, H5Pset_alignment, (hid_t, uint64_t threshold, uint64_t alignment))                                          \
    F(int, H5Pset_alloc_time, (hid_t, int))                                                                            \
    F(int, H5Pset_char_encoding, (hid_t, int))                                                                         \
    F(int, H5Pset_chunk_cache, (hid_t, size_t slots, size_t bytes, double preemption))                                 \
    F(int, H5Pset_create_intermediate_group, (hid_t, unsigned))                                                        \
    F(int, H5Pset_elink_cb, (hid_t, hdf5_other_file, void *))                                                          \
    F(int, H5Pset_fclose_degree, (hid_t, int))                                                                         \
    F(int, H5Pset_fill_time, (hid_t, int))                                                                             \
    F(int, H5Pset_layout, (hid_t, int))                                                                                \
    F(int, H5Pset_obj_track_times, (hid_t, unsigned))                                                                  \
    F(int, H5Sclose, (hid_t))                                                                                          \
    F(hid_t, H5Screate_simple, (int rank, const uint64_t *, const uint64_t *))                                         \
    F(int, H5Sget_simple_extent_dims, (hid_t, uint64_t *, uint64_t *))                                                 \
    F(int, H5Sget_simple_extent_ndims, (hid_t))                                                                        \
    F(int, H5Sselect_hyperslab,                                                                                        \
      (hid_t, int operator, const uint64_t *, const uint64_t *, const uint64_t *, const uint64_t *))                   \
    F(int, H5Tclose, (hid_t))                                                                                          \
    F(int, H5Tget_class, (hid_t))                                                                                      \
    F(size_t, H5Tget_ebias, (hid_t))                                                                                   \
    F(int, H5Tget_fields, (hid_t, size_t *, size_t *, size_t *, size_t *, size_t *))                                   \
    F(int, H5Tget_norm, (hid_t))                                                                                       \
    F(int, H5Tget_offset, (hid_t))                                                                                     \
    F(size_t, H5Tget_precision, (hid_t))                                                                               \
    F(size_t, H5Tget_size, (hid_t))                                                                                    \
    F(int, H5Zfilter_avail, (int))

/* What the library's headers hide behind macros: variables that H5open sets. */
#define HDF5_IDENTIFIERS(I)                                                                                            \
    I(H5T_NATIVE_DOUBLE_g)                                                                                             \
    I(H5P_CLS_FILE_ACCESS_ID_g)                                                                                        \
    I(H5P_CLS_DATASET_ACCESS_ID_g)                                                                                     \
    I(H5P_CLS_DATASET_CREATE_ID_g)                                                                                     \
    I(H5P_CLS_LINK_CREATE_ID_g)                                                                                        \
    I(H5E_NOTFOUND_g)

typedef struct hdf5_library {
#define HDF5_FIELD(result, name, arguments) result(*name) arguments;
    HDF5_FUNCTIONS(HDF5_FIELD)
#undef HDF5_FIELD
#define HDF5_FIELD(name) hid_t name;
    HDF5_IDENTIFIERS(HDF5_FIELD)
#undef HDF5_FIELD
} hdf5_library;

/* Of the one library of this process; hdf5_library_load fills it. */
extern hdf5_library hdf5;

/* Constants of its headers. */
enum {
    HDF5_DEFAULT = 0,
    HDF5_READ_ONLY = 0,
    HDF5_TRUNCATE = 2,
    HDF5_CLOSE_STRONG = 3,
    HDF5_FIRST_SPECIFIC = 0, /* order of an error's walk */
    HDF5_BY_NAME = 0,
    HDF5_INCREASING = 0,
    HDF5_GROUP = 2,
    HDF5_DATATYPE = 3,
    HDF5_DATASET = 5,
    HDF5_CONTIGUOUS = 1,
    HDF5_CHUNKED = 2,
    HDF5_VIRTUAL = 3,
    HDF5_ALLOCATE_EARLY = 1,
    HDF5_FILL_NEVER = 1,
    HDF5_SELECT_SET = 0,
    HDF5_INTEGER = 0,
    HDF5_FLOAT = 1,
    HDF5_IMPLIED_BIT = 0,
    HDF5_UTF8 = 1
};

/*
 * Loads the first of the candidates (paths or names) that can be loaded and has all functions, without plug-ins,
 * settings of the environment, file locks, exit handlers or messages on standard error.
 * Returns the candidate; NULL where there is none, and `reasons` says why.
 */
const char *hdf5_library_load(char *const *candidates, char *reasons, size_t capacity);

#endif
