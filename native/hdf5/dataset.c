#include "hdf5/dataset.h"

#include "hdf5/find.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Larger ones would take the memory of a whole batch to read a corner. */
#define LARGEST_CHUNK_BYTES (UINT64_C(1) << 30)

static const char unreadable[] = "HDF5 file cannot be read";

static const char *const class_names[] = {
    "integer",
    "float",
    "time",
    "strings",
    "bit field",
    "opaque",
    "compound (as complex numbers are)",
    "references",
    "enumeration (as booleans are)",
    "variable length",
    "arrays"};

/* IEEE 754 binary16, 32 or 64, in either byte order. */
static bool is_ieee(hid_t type) {
    static const struct layout {
        size_t bytes, exponent, mantissa, bias;
    } layouts[] = {{2, 5, 10, 15}, {4, 8, 23, 127}, {8, 11, 52, 1023}};
    size_t bytes = hdf5.H5Tget_size(type), sign, exponent_at, exponent, mantissa_at, mantissa;
    if (hdf5.H5Tget_fields(type, &sign, &exponent_at, &exponent, &mantissa_at, &mantissa) < 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        const struct layout *is = &layouts[i];
        if (bytes == is->bytes && exponent == is->exponent && mantissa == is->mantissa && mantissa_at == 0 &&
            exponent_at == mantissa && sign == mantissa + exponent && hdf5.H5Tget_ebias(type) == is->bias &&
            hdf5.H5Tget_precision(type) == 8 * bytes && hdf5.H5Tget_offset(type) == 0 &&
            hdf5.H5Tget_norm(type) == HDF5_IMPLIED_BIT) {
            return true;
        }
    }
    return false;
}

static bool take_type(hid_t type, hdf5_dataset *dataset, hdf5_fault *fault) {
    static const char what[] = "elements are not real numbers that fit a double";
    static const char allowed[] = ", allowed float64, float32, float16, integers of 1 to 8 bytes; save it as float64";
    int class = hdf5.H5Tget_class(type);
    size_t bytes = hdf5.H5Tget_size(type);
    dataset->element_bytes = bytes;
    if (class == HDF5_FLOAT && !is_ieee(type)) {
        return hdf5_refuse(fault, what, " type=float of %zu bytes (not IEEE 754 binary16, 32 or 64)%s", bytes, allowed);
    }
    if (class == HDF5_INTEGER && (bytes < 1 || bytes > 8)) {
        return hdf5_refuse(fault, what, " type=integer of %zu bytes%s", bytes, allowed);
    }
    if (class != HDF5_FLOAT && class != HDF5_INTEGER) {
        bool known = class >= 0 && (size_t) class < sizeof class_names / sizeof class_names[0];
        return hdf5_refuse(fault, what, " type=%s%s", known ? class_names[class] : "unknown", allowed);
    }
    return true;
}

static bool take_shape(hid_t space, hdf5_dataset *dataset, hdf5_fault *fault) {
    uint64_t sizes[2];
    int rank = hdf5.H5Sget_simple_extent_ndims(space);
    if (rank != 2) {
        return hdf5_refuse(
            fault, "dataset is not a matrix", " dimensions=%d, expected 2 dimensions", rank < 0 ? 0 : rank);
    }
    if (hdf5.H5Sget_simple_extent_dims(space, sizes, NULL) != 2) {
        return hdf5_refuse_as_library(fault);
    }
    dataset->rows = sizes[0];
    dataset->columns = sizes[1];
    if (sizes[1] != 0 && sizes[0] > (UINT64_C(1) << 59) / sizes[1]) {
        return hdf5_refuse(
            fault, "matrix size overflows", " shape=%" PRIu64 "x%" PRIu64 ", allowed less than 2^62 bytes", sizes[0],
            sizes[1]);
    }
    return true;
}

static bool require_filters(hid_t creation, hdf5_fault *fault) {
    int count = hdf5.H5Pget_nfilters(creation);
    for (int i = 0; i < count; i++) {
        char name[64] = "";
        size_t values = 0;
        unsigned flags = 0;
        int filter = hdf5.H5Pget_filter2(creation, (unsigned)i, &flags, &values, NULL, sizeof name - 1, name, NULL);
        if (filter < 0) {
            return hdf5_refuse_as_library(fault);
        }
        if (hdf5.H5Zfilter_avail(filter) <= 0) {
            return hdf5_refuse(
                fault, "filter of dataset is not known",
                " filter=%s number=%d, allowed what libhdf5 brings itself; write it anew with h5repack -f GZIP=4",
                name[0] == '\0' ? "without a name" : name, filter);
        }
    }
    return count >= 0 || hdf5_refuse_as_library(fault);
}

/* What another file holds is not read: nobody has named that file. */
static bool require_own_elements(hid_t creation, hdf5_fault *fault) {
    static const char rest[] = " reason=its elements are in another file, which is not read: other='%s'";
    char other[512] = "";
    if (hdf5.H5Pget_layout(creation) == HDF5_VIRTUAL) {
        size_t sources = 0;
        if (hdf5.H5Pget_virtual_count(creation, &sources) >= 0 && sources > 0) {
            (void)hdf5.H5Pget_virtual_filename(creation, 0, other, sizeof other);
        }
        return hdf5_refuse(fault, unreadable, rest, other);
    }
    if (hdf5.H5Pget_external_count(creation) > 0) {
        (void)hdf5.H5Pget_external(creation, 0, sizeof other - 1, other, NULL, NULL);
        return hdf5_refuse(fault, unreadable, rest, other);
    }
    return true;
}

static bool take_storage(hid_t creation, hdf5_dataset *dataset, hdf5_fault *fault) {
    int layout = hdf5.H5Pget_layout(creation);
    int fill_time = 0;
    if (layout < 0 || hdf5.H5Pget_fill_time(creation, &fill_time) < 0) {
        return hdf5_refuse_as_library(fault);
    }
    dataset->leaves_memory = fill_time == HDF5_FILL_NEVER;
    if (!require_filters(creation, fault)) {
        return false;
    }
    uint64_t sizes[2];
    if (layout == HDF5_CHUNKED) {
        if (hdf5.H5Pget_chunk(creation, 2, sizes) != 2 || sizes[0] == 0 || sizes[1] == 0) {
            return hdf5_refuse(fault, unreadable, " reason=chunks have no size of two dimensions");
        }
        dataset->chunk_rows = sizes[0];
        dataset->chunk_columns = sizes[1];
    }
    return true;
}

uint64_t hdf5_dataset_chunk_bytes(const hdf5_dataset *dataset) {
    return dataset->chunk_rows * dataset->chunk_columns * dataset->element_bytes;
}

static bool require_chunk(const hdf5_dataset *dataset, hdf5_fault *fault) {
    uint64_t rows = dataset->chunk_rows, columns = dataset->chunk_columns;
    if (rows != 0 && columns > LARGEST_CHUNK_BYTES / dataset->element_bytes / rows) {
        return hdf5_refuse(
            fault, "chunk of dataset is too large",
            " chunk=%" PRIu64 "x%" PRIu64 " bytes=%" PRIu64
            " each, allowed 1 GiB; write it with smaller chunks, for example h5repack -l CHUNK=256x256",
            rows, columns, dataset->element_bytes);
    }
    return true;
}

static bool describe(hdf5_dataset *dataset, hdf5_fault *fault) {
    hid_t creation = hdf5.H5Dget_create_plist(dataset->id);
    hid_t type = hdf5.H5Dget_type(dataset->id);
    bool good = creation >= 0 && type >= 0 ? take_type(type, dataset, fault) : hdf5_refuse_as_library(fault);
    /* Before the shape: that of a virtual dataset may come from others, which would be opened for it. */
    good = good && require_own_elements(creation, fault);
    hid_t space = good ? hdf5.H5Dget_space(dataset->id) : -1;
    good = good && (space >= 0 ? take_shape(space, dataset, fault) : hdf5_refuse_as_library(fault));
    good = good && take_storage(creation, dataset, fault) && require_chunk(dataset, fault);
    if (space >= 0) {
        (void)hdf5.H5Sclose(space);
    }
    if (type >= 0) {
        (void)hdf5.H5Tclose(type);
    }
    if (creation >= 0) {
        (void)hdf5.H5Pclose(creation);
    }
    return good;
}

static bool open_with(hid_t file, const char *path, hid_t access, hdf5_dataset *dataset, hdf5_fault *fault) {
    dataset->id = hdf5.H5Dopen2(file, path, access);
    (void)hdf5.H5Pclose(access);
    return dataset->id >= 0 || hdf5_refuse_as_library(fault);
}

bool hdf5_dataset_open(hid_t file, const char *path, hdf5_dataset *dataset, hdf5_fault *fault) {
    char found[HDF5_LONGEST_PATH];
    *dataset = (hdf5_dataset){.id = -1};
    return hdf5_find(file, path, found, fault) && open_with(file, found, hdf5_access(), dataset, fault) &&
           describe(dataset, fault);
}

bool hdf5_dataset_keep_chunk(hid_t file, const char *path, hdf5_dataset *dataset, hdf5_fault *fault) {
    char found[HDF5_LONGEST_PATH];
    hdf5_dataset_close(dataset);
    if (!hdf5_find(file, path, found, fault)) {
        return false;
    }
    hid_t access = hdf5_access();
    (void)hdf5.H5Pset_chunk_cache(access, 1, (size_t)hdf5_dataset_chunk_bytes(dataset), 0);
    return open_with(file, found, access, dataset, fault);
}

bool hdf5_dataset_read(const hdf5_dataset *dataset, const hdf5_piece *piece, double *elements, hdf5_fault *fault) {
    const uint64_t start[] = {piece->row, piece->column};
    const uint64_t count[] = {piece->rows, piece->columns};
    if (dataset->leaves_memory) {
        memset(elements, 0, (size_t)(piece->rows * piece->columns) * sizeof *elements);
    }
    hid_t in_file = hdf5.H5Dget_space(dataset->id);
    hid_t in_memory = hdf5.H5Screate_simple(2, count, NULL);
    bool read = in_file >= 0 && in_memory >= 0 &&
                hdf5.H5Sselect_hyperslab(in_file, HDF5_SELECT_SET, start, NULL, count, NULL) >= 0 &&
                hdf5.H5Dread(dataset->id, hdf5.H5T_NATIVE_DOUBLE_g, in_memory, in_file, HDF5_DEFAULT, elements) >= 0;
    if (!read) {
        (void)hdf5_refuse_as_library(fault);
    }
    if (in_file >= 0) {
        (void)hdf5.H5Sclose(in_file);
    }
    if (in_memory >= 0) {
        (void)hdf5.H5Sclose(in_memory);
    }
    return read;
}

void hdf5_dataset_close(hdf5_dataset *dataset) {
    if (dataset->id >= 0) {
        (void)hdf5.H5Dclose(dataset->id);
        dataset->id = -1;
    }
}
