#include "hdf5/skeleton.h"

#include "hdf5/library.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char what[] = "HDF5 file cannot be made";

/* More than any metadata is: elements begin at such a multiple, for whoever maps the file. */
enum { ALIGNED_FROM = 1 << 14, ALIGNMENT = 512 };

static hid_t create_dataset(hid_t file, const char *path, const uint64_t *sizes) {
    hid_t space = hdf5.H5Screate_simple(2, sizes, NULL);
    hid_t links = hdf5.H5Pcreate(hdf5.H5P_CLS_LINK_CREATE_ID_g);
    hid_t creation = hdf5.H5Pcreate(hdf5.H5P_CLS_DATASET_CREATE_ID_g);
    hid_t dataset = -1;
    if (space >= 0 && hdf5.H5Pset_create_intermediate_group(links, 1) >= 0 &&
        hdf5.H5Pset_char_encoding(links, HDF5_UTF8) >= 0 && hdf5.H5Pset_layout(creation, HDF5_CONTIGUOUS) >= 0 &&
        hdf5.H5Pset_alloc_time(creation, HDF5_ALLOCATE_EARLY) >= 0 &&
        hdf5.H5Pset_fill_time(creation, HDF5_FILL_NEVER) >= 0 && hdf5.H5Pset_obj_track_times(creation, 0) >= 0) {
        dataset = hdf5.H5Dcreate2(file, path, hdf5.H5T_NATIVE_DOUBLE_g, space, links, creation, HDF5_DEFAULT);
    }
    (void)hdf5.H5Pclose(creation);
    (void)hdf5.H5Pclose(links);
    (void)hdf5.H5Sclose(space);
    return dataset;
}

/* offset: where its elements are; that of none is beyond every file */
static bool create(const char *name, const char *path, const uint64_t *sizes, uint64_t *offset, hdf5_fault *fault) {
    hid_t access = hdf5.H5Pcreate(hdf5.H5P_CLS_FILE_ACCESS_ID_g);
    (void)hdf5.H5Pset_fclose_degree(access, HDF5_CLOSE_STRONG);
    (void)hdf5.H5Pset_alignment(access, ALIGNED_FROM, ALIGNMENT);
    hid_t file = hdf5.H5Fcreate(name, HDF5_TRUNCATE, HDF5_DEFAULT, access);
    (void)hdf5.H5Pclose(access);
    hid_t dataset = file < 0 ? -1 : create_dataset(file, path, sizes);
    if (dataset < 0) {
        (void)hdf5_refuse_as_library(fault);
        if (file >= 0) {
            (void)hdf5.H5Fclose(file);
        }
        return false;
    }
    *offset = hdf5.H5Dget_offset(dataset);
    return (hdf5.H5Dclose(dataset) >= 0 && hdf5.H5Fclose(file) >= 0) || hdf5_refuse_as_library(fault);
}

static bool take(int fd, uint64_t from, uint64_t bytes, hdf5_skeleton *skeleton) {
    uint64_t at = skeleton->head_bytes + skeleton->tail_bytes;
    return bytes <= sizeof skeleton->bytes - at &&
           pread(fd, skeleton->bytes + at, bytes, (off_t)from) == (ssize_t)bytes;
}

static bool take_all(int fd, uint64_t offset, uint64_t element_bytes, hdf5_skeleton *skeleton, hdf5_fault *fault) {
    struct stat file;
    skeleton->head_bytes = skeleton->tail_bytes = 0;
    if (fstat(fd, &file) != 0) {
        return hdf5_refuse(fault, what, " reason=%s", strerror(errno));
    }
    uint64_t bytes = (uint64_t)file.st_size;
    uint64_t end = element_bytes == 0 ? bytes : offset + element_bytes;
    uint64_t head = element_bytes == 0 ? bytes : offset;
    if (end > bytes || !take(fd, 0, head, skeleton)) {
        return hdf5_refuse(fault, what, " reason=the library made another file than it was asked for");
    }
    skeleton->head_bytes = head;
    if (!take(fd, end, bytes - end, skeleton)) {
        return hdf5_refuse(fault, what, " reason=the library made another file than it was asked for");
    }
    skeleton->tail_bytes = bytes - end;
    return true;
}

bool hdf5_skeleton_make(
    const char *directory, const char *path, uint64_t rows, uint64_t columns, hdf5_skeleton *skeleton,
    hdf5_fault *fault) {
    char name[PATH_MAX];
    (void)snprintf(name, sizeof name, "%s/.blaspool-hdf5-XXXXXX", directory);
    int fd = mkstemp(name);
    if (fd < 0) {
        return hdf5_refuse(fault, what, " directory=%s reason=%s", directory, strerror(errno));
    }
    const uint64_t sizes[] = {rows, columns};
    uint64_t offset = 0;
    bool made = create(name, path, sizes, &offset, fault);
    (void)unlink(name);
    made = made && take_all(fd, offset, rows * columns * sizeof(double), skeleton, fault);
    (void)close(fd);
    return made;
}
