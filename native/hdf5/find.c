#include "hdf5/find.h"

#include <stdio.h>
#include <string.h>

enum { DEEPEST = 16, SHOWN = 8 };

/* The file that the last external link leads to, which was not followed. */
static char other_file[512];

static int stay_here(
    const char *parent, const char *group, const char *child, const char *object, unsigned *flags, hid_t access,
    void *data) {
    (void)parent, (void)group, (void)object, (void)flags, (void)access, (void)data;
    (void)snprintf(other_file, sizeof other_file, "%s", child);
    return -1;
}

hid_t hdf5_access(void) {
    hid_t access = hdf5.H5Pcreate(hdf5.H5P_CLS_DATASET_ACCESS_ID_g);
    (void)hdf5.H5Pset_elink_cb(access, stay_here, NULL);
    return access;
}

/* Appends the names of the first objects of a file: " objects=2 names='/a', '/b'". */
static void list_objects(hid_t group_id, char *text, size_t capacity) {
    hdf5_group group = {0};
    (void)hdf5.H5Gget_info(group_id, &group);
    size_t length = (size_t)snprintf(text, capacity, " objects=%llu names=", (unsigned long long)group.links);
    for (uint64_t i = 0; i < group.links && i < SHOWN && length < capacity; i++) {
        char name[128];
        if (hdf5.H5Lget_name_by_idx(group_id, ".", HDF5_BY_NAME, HDF5_INCREASING, i, name, sizeof name, HDF5_DEFAULT) <
            0) {
            break;
        }
        length += (size_t)snprintf(text + length, capacity - length, "%s'/%s'", i > 0 ? ", " : "", name);
    }
    if (group.links > SHOWN && length < capacity) {
        (void)snprintf(text + length, capacity - length, " and others");
    }
}

static bool refuse_objects(hid_t group, const char *what, const char *expected, hdf5_fault *fault) {
    char names[SHOWN * 140];
    list_objects(group, names, sizeof names);
    return hdf5_refuse(fault, what, "%s%s", names, expected);
}

static hid_t open_object(hid_t file, const char *path, hdf5_fault *fault) {
    other_file[0] = '\0';
    hid_t access = hdf5_access();
    hid_t object = hdf5.H5Oopen(file, path, access);
    if (object < 0 && other_file[0] != '\0') {
        (void)hdf5_refuse(
            fault, "HDF5 file cannot be read",
            " reason=links to other files are not followed, name the other file itself: other='%s'", other_file);
    } else if (object < 0 && hdf5_is_not_found()) {
        (void)refuse_objects(file, "dataset is not in the file", "", fault);
    } else if (object < 0) {
        (void)hdf5_refuse_as_library(fault);
    }
    (void)hdf5.H5Pclose(access);
    return object;
}

static int kind_of(hid_t group, const char *name) {
    hid_t access = hdf5_access();
    hid_t object = hdf5.H5Oopen(group, name, access);
    int kind = object < 0 ? -1 : hdf5.H5Iget_type(object);
    if (object >= 0) {
        (void)hdf5.H5Oclose(object);
    }
    (void)hdf5.H5Pclose(access);
    return kind;
}

/* Adds the name of the only object of a group to the group's path; types that were given names do not count. */
static bool add_only(hid_t group_id, char *path, hdf5_fault *fault) {
    hdf5_group group = {0};
    if (hdf5.H5Gget_info(group_id, &group) < 0) {
        return hdf5_refuse_as_library(fault);
    }
    size_t length = strlen(path);
    int found = 0;
    for (uint64_t i = 0; i < group.links && found < 2; i++) {
        char name[HDF5_LONGEST_PATH];
        ssize_t bytes =
            hdf5.H5Lget_name_by_idx(group_id, ".", HDF5_BY_NAME, HDF5_INCREASING, i, name, sizeof name, HDF5_DEFAULT);
        if (bytes < 0) {
            return hdf5_refuse_as_library(fault);
        }
        if (length + (size_t)bytes + 2 > HDF5_LONGEST_PATH) {
            return hdf5_refuse(fault, "HDF5 file cannot be read", " reason=names are too long");
        }
        if (group.links == 1 || kind_of(group_id, name) != HDF5_DATATYPE) {
            found++;
            path[length] = '/';
            memcpy(path + length + 1, name, (size_t)bytes + 1);
        }
    }
    return found == 1 ||
           refuse_objects(group_id, "HDF5 file holds several objects or none", ", expected FILE.h5:/NAME", fault);
}

static bool require_dataset(int kind, hdf5_fault *fault) {
    return kind == HDF5_DATASET || hdf5_refuse(
                                       fault, "HDF5 file has no such dataset", " found=%s, expected a dataset",
                                       kind == HDF5_GROUP      ? "a group"
                                       : kind == HDF5_DATATYPE ? "a type"
                                                               : "another object");
}

bool hdf5_find(hid_t file, const char *path, char *found, hdf5_fault *fault) {
    bool only = path[0] == '\0';
    found[0] = '\0';
    if (!only && (size_t)snprintf(found, HDF5_LONGEST_PATH, "%s", path) >= HDF5_LONGEST_PATH) {
        return hdf5_refuse(fault, "dataset is not in the file", " reason=its name is too long");
    }
    for (int depth = 0;; depth++) {
        hid_t object = open_object(file, found[0] == '\0' ? "/" : found, fault);
        if (object < 0) {
            return false;
        }
        int kind = hdf5.H5Iget_type(object);
        bool goes_on = only && kind == HDF5_GROUP && depth < DEEPEST;
        bool good = goes_on ? add_only(object, found, fault) : require_dataset(kind, fault);
        (void)hdf5.H5Oclose(object);
        if (!good || !goes_on) {
            return good;
        }
    }
}
