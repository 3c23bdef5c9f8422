/*
 * blaspool-hdf5: reads datasets of HDF5 files for the JVM that started it, through memory that both share. The library
 * is C that reads foreign bytes: a file that crashes it, or makes it loop, ends this process and nothing else.
 */
#include "hdf5/library.h"
#include "hdf5/message.h"
#include "hdf5/open_files.h"
#include "hdf5/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_COMMAND_LINE = 2, EXIT_RESOURCE = 3, LONGEST_NAME = 1 << 16 };

/* Files are closed, and at last the process ends, when nothing was asked for so long. */
enum { KEEP_FILES_MILLIS = 2000, KEEP_PROCESS_MILLIS = 30000 };

/* Three times the largest chunk, and the library. */
#define MOST_MEMORY (UINT64_C(4) << 30)

static void become_a_child(void) {
    const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        (void)signal(ignored[i], SIG_IGN); /* the parent decides, and its end is seen */
    }
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)signal(SIGPROF, SIG_DFL);
    const struct rlimit no_core = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &no_core);
#ifndef __SANITIZE_ADDRESS__
    struct rlimit memory;
    if (getrlimit(RLIMIT_AS, &memory) == 0 && memory.rlim_cur > MOST_MEMORY) {
        memory.rlim_cur = MOST_MEMORY;
        (void)setrlimit(RLIMIT_AS, &memory);
    }
#endif
}

static bool map_memory(const char *path, hdf5_memory *memory) {
    struct stat file;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &file) != 0) {
        return false;
    }
    memory->bytes = (uint64_t)file.st_size;
    void *mapped = mmap(NULL, memory->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    (void)close(fd);
    memory->elements = mapped;
    return mapped != MAP_FAILED && memory->bytes >= 2 * sizeof(double);
}

static bool await_request(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = poll(&input, 1, KEEP_FILES_MILLIS);
    if (ready == 0) {
        hdf5_close_files();
        ready = poll(&input, 1, KEEP_PROCESS_MILLIS);
    }
    return ready > 0 || (ready < 0 && errno == EINTR);
}

/* A text of the parent with the zero that C wants behind it; one with zeros in it names nothing. */
static bool receive_text(char *text, uint64_t bytes) {
    if (bytes >= LONGEST_NAME || !hdf5_receive(text, bytes)) {
        return false;
    }
    text[bytes] = '\0';
    if (strlen(text) != bytes) {
        (void)snprintf(text, LONGEST_NAME, "a name with a zero byte in it");
    }
    return true;
}

static bool serve_next(const hdf5_memory *memory) {
    static char path[LONGEST_NAME], name[LONGEST_NAME];
    hdf5_request request;
    if (!hdf5_receive(&request, sizeof request) || !receive_text(path, request.path_bytes) ||
        !receive_text(name, request.name_bytes)) {
        return false;
    }
    return hdf5_serve(&request, path, name, memory);
}

static bool greet(const char *library) {
    unsigned major = 0, minor = 0, release = 0;
    char text[4200];
    (void)hdf5.H5get_libversion(&major, &minor, &release);
    (void)snprintf(text, sizeof text, "%u.%u.%u %s", major, minor, release, library);
    return hdf5_send(HDF5_LOADED, NULL, text, strlen(text));
}

int main(int argc, char **argv) {
    if (argc < 3 || argv[1][0] == '-') {
        fprintf(
            stderr, "usage: blaspool-hdf5 MEMORY LIBRARY...\n\nStarted by blaspool: reads HDF5 files with the first "
                    "LIBRARY that can be loaded, into MEMORY.\n");
        return EXIT_COMMAND_LINE;
    }
    hdf5_memory memory;
    if (!map_memory(argv[1], &memory)) {
        fprintf(
            stderr, "blaspool-hdf5: memory cannot be shared: path=%s errno=%d (%s)\n", argv[1], errno, strerror(errno));
        return EXIT_RESOURCE;
    }
    become_a_child();
    char reasons[2048];
    const char *library = hdf5_library_load(argv + 2, reasons, sizeof reasons);
    if (library == NULL) {
        (void)hdf5_send(HDF5_NO_LIBRARY, NULL, reasons, strlen(reasons));
        return EXIT_RESOURCE;
    }
    bool served = greet(library);
    while (served && await_request()) {
        served = serve_next(&memory);
    }
    /* Without the library's handlers, which would look at what a file may have damaged. */
    _exit(0);
}
