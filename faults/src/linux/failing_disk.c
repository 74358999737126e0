/* Preloaded into Tidings: while the file TIDINGS_FAULTS_EIO names is there, writing to the history fails as on a broken disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fails(int fd) {
    const char *flag = getenv("TIDINGS_FAULTS_EIO");
    char link[64], path[4096];
    if (!flag || access(flag, F_OK) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "/tidings.db") != NULL;
}

#define FAILING(kind, name, fd, takes, given)                                  \
    kind name takes {                                                          \
        static kind(*next) takes;                                              \
        if (fails(fd)) {                                                       \
            errno = EIO;                                                       \
            return -1;                                                         \
        }                                                                      \
        if (!next) next = (kind(*) takes)dlsym(RTLD_NEXT, #name);              \
        return next given;                                                     \
    }

FAILING(ssize_t, write, fd, (int fd, const void *bytes, size_t count), (fd, bytes, count))
FAILING(ssize_t, pwrite, fd, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at))
FAILING(ssize_t, pwrite64, fd, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at))
FAILING(int, fsync, fd, (int fd), (fd))
FAILING(int, fdatasync, fd, (int fd), (fd))
