#include "hdf5/serve.h"

#include "hdf5/dataset.h"
#include "hdf5/open_files.h"
#include "hdf5/pieces.h"
#include "hdf5/skeleton.h"

#include <string.h>
#include <sys/time.h>

/* The slowest filters give ten times as many bytes. */
#define CHUNK_BYTES_A_MILLI (UINT64_C(8) << 10)

/*
 * Ends this process when it takes more CPU time from now on; 0 ends the limit. A damaged file can lead the library in
 * circles; a slow disk, or a process that was stopped for a while, takes no CPU time.
 */
static void limit_time(uint64_t millis) {
    const struct itimerval limit = {
        .it_interval = {0, 0},
        .it_value = {.tv_sec = (time_t)(millis / 1000), .tv_usec = (suseconds_t)(millis % 1000 * 1000)}};
    (void)setitimer(ITIMER_PROF, &limit, NULL);
}

static bool send_refused(const hdf5_fault *fault) {
    char text[sizeof *fault];
    size_t what = strlen(fault->what) + 1, rest = strlen(fault->rest);
    memcpy(text, fault->what, what);
    memcpy(text + what, fault->rest, rest);
    return hdf5_send(HDF5_REFUSED, NULL, text, what + rest);
}

static bool describe(const char *path, const char *name, hid_t *file, hdf5_dataset *dataset, hdf5_fault *fault) {
    *dataset = (hdf5_dataset){.id = -1};
    return hdf5_open_file(path, file, fault) && hdf5_dataset_open(*file, name, dataset, fault);
}

static bool send_description(const hdf5_dataset *dataset) {
    const uint64_t values[] = {
        dataset->rows, dataset->columns, dataset->element_bytes, hdf5_dataset_chunk_bytes(dataset)};
    return hdf5_send(HDF5_DESCRIBED, values, NULL, 0);
}

/* Waits for the parent's word; false where it has gone or wants no more. */
static bool is_told_to_go_on(bool *gone) {
    char word = 0;
    *gone = !hdf5_receive(&word, 1);
    return !*gone && word == 1;
}

static bool
send_pieces(hid_t file, const char *name, hdf5_dataset *dataset, const hdf5_memory *memory, uint64_t cpu_millis) {
    hdf5_fault fault;
    cpu_millis += hdf5_dataset_chunk_bytes(dataset) / CHUNK_BYTES_A_MILLI;
    limit_time(cpu_millis);
    uint64_t half = memory->bytes / 2 / sizeof(double);
    hdf5_pieces pieces = hdf5_pieces_of(dataset, half);
    bool good = !hdf5_pieces_cut_chunks(&pieces) || hdf5_dataset_keep_chunk(file, name, dataset, &fault);
    uint64_t sent = 0, taken = 0;
    hdf5_piece piece;
    bool gone = false;
    while (good && !gone && hdf5_pieces_next(&pieces, &piece)) {
        /* The half that comes next must have been copied. */
        while (!gone && sent - taken > 1) {
            taken += is_told_to_go_on(&gone) ? 1 : 0;
        }
        limit_time(cpu_millis);
        const uint64_t values[] = {piece.row, piece.column, piece.rows, piece.columns};
        good = !gone && hdf5_dataset_read(dataset, &piece, memory->elements + sent % 2 * half, &fault);
        gone = gone || (good && !hdf5_send(HDF5_PIECE, values, NULL, 0));
        sent += good ? 1 : 0;
    }
    while (!gone && taken < sent) {
        taken += is_told_to_go_on(&gone) ? 1 : 0;
    }
    return !gone && (good || send_refused(&fault));
}

static bool serve_dataset(const hdf5_request *request, const char *path, const char *name, const hdf5_memory *memory) {
    hdf5_fault fault;
    hdf5_dataset dataset;
    hid_t file = -1;
    bool gone = false, served;
    if (!describe(path, name, &file, &dataset, &fault)) {
        served = send_refused(&fault);
    } else {
        served = send_description(&dataset);
        if (served && request->operation == HDF5_READ) {
            served = is_told_to_go_on(&gone) ? send_pieces(file, name, &dataset, memory, request->cpu_millis) : !gone;
        }
    }
    hdf5_dataset_close(&dataset);
    return served;
}

static bool serve_skeleton(const hdf5_request *request, const char *directory, const char *name) {
    static hdf5_skeleton skeleton;
    hdf5_fault fault;
    if (!hdf5_skeleton_make(directory, name, request->rows, request->columns, &skeleton, &fault)) {
        return send_refused(&fault);
    }
    const uint64_t values[] = {skeleton.head_bytes, skeleton.tail_bytes, 0, 0};
    return hdf5_send(HDF5_MADE, values, skeleton.bytes, skeleton.head_bytes + skeleton.tail_bytes);
}

bool hdf5_serve(const hdf5_request *request, const char *path, const char *name, const hdf5_memory *memory) {
    limit_time(request->cpu_millis);
    bool served = request->operation == HDF5_MAKE ? serve_skeleton(request, path, name)
                                                  : serve_dataset(request, path, name, memory);
    limit_time(0);
    return served;
}
