#include "hdf5/open_files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_OPEN = 4 };

typedef struct open_file {
    struct stat stamp;
    hid_t id;
} open_file;

static open_file files[MOST_OPEN];
static unsigned next_taken;

static bool is_same_time(struct timespec a, struct timespec b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_unchanged(const struct stat *a, const struct stat *b) {
    return is_same_file(a, b) && a->st_size == b->st_size && is_same_time(a->st_mtim, b->st_mtim) &&
           is_same_time(a->st_ctim, b->st_ctim);
}

static void close_file(open_file *file) {
    if (file->id > 0) {
        (void)hdf5.H5Fclose(file->id);
        file->id = 0;
    }
}

void hdf5_close_files(void) {
    for (int i = 0; i < MOST_OPEN; i++) {
        close_file(&files[i]);
    }
}

/* The library would go on with what it knows of a file that it has open: one that has changed is closed first. */
static hid_t find(const struct stat *stamp) {
    for (int i = 0; i < MOST_OPEN; i++) {
        if (files[i].id > 0 && is_same_file(&files[i].stamp, stamp)) {
            if (is_unchanged(&files[i].stamp, stamp)) {
                return files[i].id;
            }
            close_file(&files[i]);
        }
    }
    return -1;
}

static bool refuse_by_errno(hdf5_fault *fault) {
    return errno == ENOENT ? hdf5_refuse(fault, "file is not there", "%s", "")
                           : hdf5_refuse(
                                 fault, "file cannot be read", " reason=%s",
                                 errno == EACCES ? "permission denied" : strerror(errno));
}

/* At the front, or behind a user block of 512 bytes or a power of two times as many. */
static bool has_signature(int fd, off_t bytes) {
    static const char signature[8] = "\211HDF\r\n\032\n";
    char found[sizeof signature];
    for (off_t at = 0; at < bytes; at = at == 0 ? 512 : at * 2) {
        if (pread(fd, found, sizeof found, at) == (ssize_t)sizeof found &&
            memcmp(found, signature, sizeof found) == 0) {
            return true;
        }
    }
    return false;
}

static bool open_again(const char *path, const struct stat *stamp, hid_t *id, hdf5_fault *fault) {
    hid_t access = hdf5.H5Pcreate(hdf5.H5P_CLS_FILE_ACCESS_ID_g);
    (void)hdf5.H5Pset_fclose_degree(access, HDF5_CLOSE_STRONG);
    *id = hdf5.H5Fopen(path, HDF5_READ_ONLY, access);
    bool opened = *id >= 0 || hdf5_refuse_as_library(fault);
    (void)hdf5.H5Pclose(access);
    struct stat now;
    if (opened && (stat(path, &now) != 0 || !is_unchanged(&now, stamp))) {
        (void)hdf5.H5Fclose(*id);
        return hdf5_refuse(fault, "file changes while it is read", "%s", "");
    }
    return opened;
}

static bool open_checked(int fd, const char *path, hid_t *id, hdf5_fault *fault) {
    struct stat stamp;
    if (fd < 0 || fstat(fd, &stamp) != 0) {
        return refuse_by_errno(fault);
    }
    if (!S_ISREG(stamp.st_mode)) {
        return hdf5_refuse(fault, "file is not a regular file", "%s", "");
    }
    *id = find(&stamp);
    if (*id > 0) {
        return true;
    }
    if (!has_signature(fd, stamp.st_size)) {
        return hdf5_refuse(fault, "file is not an HDF5 file", "%s", ", expected it to start with \\x89HDF");
    }
    open_file *place = &files[next_taken];
    close_file(place);
    if (!open_again(path, &stamp, id, fault)) {
        return false;
    }
    *place = (open_file){.stamp = stamp, .id = *id};
    next_taken = (next_taken + 1) % MOST_OPEN;
    return true;
}

bool hdf5_open_file(const char *path, hid_t *id, hdf5_fault *fault) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
    bool opened = open_checked(fd, path, id, fault);
    if (fd >= 0) {
        (void)close(fd);
    }
    return opened;
}
