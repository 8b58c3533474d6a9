// Makes a disk that hangs: fsync and fdatasync return half a second late, and a shared word says when one is under way.
//
//     cc -O2 -shared -fPIC -o stall_disk.so stall_disk.c
//     STALL_FILE=/tmp/word LD_PRELOAD=./stall_disk.so curtaild run …
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int *word(void) {
    static int *shared;
    if (shared) return shared;
    static int own;
    const char *path = getenv("STALL_FILE");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *map = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return shared = map == MAP_FAILED ? &own : map;
}

static int late(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    __atomic_fetch_add(word(), 1, __ATOMIC_SEQ_CST);
    usleep(500000);
    int result = real(file);
    __atomic_fetch_sub(word(), 1, __ATOMIC_SEQ_CST);
    return result;
}

int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
