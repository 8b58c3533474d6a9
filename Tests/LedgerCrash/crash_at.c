/* Ends a process at one chosen call that changes its ledger's files. Loaded with LD_PRELOAD;
 * ledger-crash-check compiles it.
 *
 *   CRASH_FILES   absolute path of the ledger; the calls on every file whose path begins with it are counted
 *   CRASH_AT      number of the call to end at, from 1; without it the calls are only counted
 *   CRASH_HOW     before: the call does not happen      after: it happens whole
 *                 torn: half of its bytes are written
 *                 power: it happens, and then a power cut: each call that no fsync has covered is kept or
 *                 lost, whole or in sectors of 512 bytes, by CRASH_SEED
 *   CRASH_LIES    set: fsync does nothing for what a power cut keeps, as on a disk that lies
 *   CRASH_LOG     file that gets one line for each call: number, name, bytes, path
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CRASHED = 99, SECTOR = 512 };

/* A change of a file that is in the page cache only, as far as the promise of the kernel goes. */
struct change {
    struct change *next;
    dev_t device;
    ino_t inode;
    char path[PATH_MAX];
    off_t size_before, offset;
    size_t old_length, new_length;
    int is_truncation;
    char *old_bytes, *new_bytes;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *files, *how;
static long crash_at, calls;
static int log_descriptor = -1;
static uint64_t random_state;
static struct change *newest; /* A stack: the newest first. */

/* The calls of the kernel itself, so that nothing here comes back here. */
static ssize_t real_pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
}
static int real_ftruncate(int fd, off_t size) { return (int)syscall(SYS_ftruncate, fd, size); }

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("CRASH_AT"), *log = getenv("CRASH_LOG"), *seed = getenv("CRASH_SEED");
    files = getenv("CRASH_FILES");
    how = getenv("CRASH_HOW");
    if (!how) how = "before";
    crash_at = text ? atol(text) : 0;
    random_state = seed ? strtoull(seed, NULL, 10) : 1;
    if (log) log_descriptor = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static unsigned random_bit(void) {
    random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(random_state >> 63);
}

/* The path of an open file of the ledger; NULL for every other. */
static const char *ledger_path(int fd, char path[PATH_MAX]) {
    char link[64];
    if (!files) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return NULL;
    path[length] = 0;
    return strncmp(path, files, strlen(files)) == 0 ? path : NULL;
}

/* The shared memory of SQLite does not survive a power cut and is never flushed. */
static int is_memory(const char *path) {
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

static void remember(int fd, const char *path, off_t offset, const void *bytes, size_t length,
                     int is_truncation) {
    struct stat status;
    struct change *change;
    if (strcmp(how, "power") != 0 || is_memory(path) || fstat(fd, &status) != 0) return;
    change = calloc(1, sizeof *change);
    strcpy(change->path, path);
    change->device = status.st_dev;
    change->inode = status.st_ino;
    change->size_before = status.st_size;
    change->offset = offset;
    change->is_truncation = is_truncation;
    size_t cut = status.st_size > offset ? (size_t)(status.st_size - offset) : 0;
    size_t old_length = is_truncation ? cut : length;
    change->old_bytes = malloc(old_length + 1);
    ssize_t got = old_length ? pread(fd, change->old_bytes, old_length, offset) : 0;
    change->old_length = got > 0 ? (size_t)got : 0;
    if (!is_truncation) {
        change->new_bytes = malloc(length + 1);
        memcpy(change->new_bytes, bytes, length);
        change->new_length = length;
    }
    change->next = newest;
    newest = change;
}

/* An fsync makes every change of the file so far durable. */
static void forget(int fd) {
    struct stat status;
    struct change **place = &newest;
    if (fstat(fd, &status) != 0) return;
    while (*place) {
        struct change *change = *place;
        if (change->device != status.st_dev || change->inode != status.st_ino) {
            place = &change->next;
            continue;
        }
        *place = change->next;
        free(change->old_bytes);
        free(change->new_bytes);
        free(change);
    }
}

static void keep(int fd, const struct change *change) {
    if (change->is_truncation) {
        real_ftruncate(fd, change->offset);
        return;
    }
    int is_whole = random_bit();
    for (size_t done = 0; done < change->new_length;) {
        size_t sector = SECTOR - (size_t)((change->offset + (off_t)done) % SECTOR);
        if (sector > change->new_length - done) sector = change->new_length - done;
        if (is_whole || random_bit())
            real_pwrite(fd, change->new_bytes + done, sector, change->offset + (off_t)done);
        done += sector;
    }
}

/* Takes every change back to what is durable, newest first, and makes some of them again, oldest first. */
static void cut_power(void) {
    struct change *oldest = NULL;
    for (struct change *change = newest; change;) {
        struct change *next = change->next;
        int fd = open(change->path, O_RDWR);
        if (fd >= 0) {
            if (change->old_length) real_pwrite(fd, change->old_bytes, change->old_length, change->offset);
            real_ftruncate(fd, change->size_before);
            close(fd);
        }
        change->next = oldest;
        oldest = change;
        change = next;
    }
    for (struct change *change = oldest; change; change = change->next) {
        if (!random_bit()) continue;
        int fd = open(change->path, O_RDWR);
        if (fd < 0) continue;
        keep(fd, change);
        close(fd);
    }
}

/* Counts a call; says whether the process ends at it. */
static int is_the_one(const char *name, size_t length, const char *path) {
    char line[PATH_MAX + 80];
    calls++;
    if (log_descriptor >= 0) {
        int size = snprintf(line, sizeof line, "%ld %s %zu %s\n", calls, name, length, path);
        if (syscall(SYS_write, log_descriptor, line, size) < 0) _exit(98);
    }
    return calls == crash_at;
}

static void end_before(int is_it) { if (is_it && strcmp(how, "before") == 0) _exit(CRASHED); }

static void end_after(int is_it) {
    if (!is_it) return;
    if (strcmp(how, "power") == 0) cut_power();
    _exit(CRASHED);
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t offset) {
    char path[PATH_MAX];
    if (!ledger_path(fd, path)) return real_pwrite(fd, bytes, length, offset);
    pthread_mutex_lock(&lock);
    int is_it = is_the_one("pwrite", length, path);
    end_before(is_it);
    remember(fd, path, offset, bytes, length, 0);
    if (is_it && strcmp(how, "torn") == 0) length /= 2;
    ssize_t done = real_pwrite(fd, bytes, length, offset);
    int failure = errno;
    end_after(is_it);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return write_at(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    return write_at(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    off_t offset;
    if (!ledger_path(fd, path) || (offset = lseek(fd, 0, SEEK_CUR)) < 0)
        return syscall(SYS_write, fd, bytes, length);
    ssize_t done = write_at(fd, bytes, length, offset);
    if (done > 0) lseek(fd, offset + done, SEEK_SET);
    return done;
}

static int flush(int fd, const char *name, long number) {
    char path[PATH_MAX];
    if (!ledger_path(fd, path)) return (int)syscall(number, fd);
    pthread_mutex_lock(&lock);
    int is_it = is_the_one(name, 0, path);
    end_before(is_it);
    int result = (int)syscall(number, fd);
    int failure = errno;
    if (result == 0 && !getenv("CRASH_LIES")) forget(fd);
    end_after(is_it);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

int fsync(int fd) { return flush(fd, "fsync", SYS_fsync); }
int fdatasync(int fd) { return flush(fd, "fdatasync", SYS_fdatasync); }

static int truncate_to(int fd, off_t size) {
    char path[PATH_MAX];
    if (!ledger_path(fd, path)) return real_ftruncate(fd, size);
    pthread_mutex_lock(&lock);
    int is_it = is_the_one("ftruncate", (size_t)size, path);
    end_before(is_it);
    remember(fd, path, size, NULL, 0, 1);
    int result = real_ftruncate(fd, size);
    int failure = errno;
    end_after(is_it);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

int ftruncate(int fd, off_t size) { return truncate_to(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncate_to(fd, size); }

/* Whether a name is one of the ledger's; made whole by way of its folder, because the file need not be there. */
static int is_ours(const char *path, char whole[PATH_MAX]) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!files || strlen(path) >= PATH_MAX) return 0;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    if (!realpath(folder, whole) || strlen(whole) + strlen(path) + 2 > PATH_MAX) return 0;
    strcat(strcat(whole, "/"), slash ? slash + 1 : path);
    return strncmp(whole, files, strlen(files)) == 0;
}

static int name_call(const char *name, const char *old_path, const char *new_path, long number) {
    char old_whole[PATH_MAX], new_whole[PATH_MAX];
    int is_old = is_ours(old_path, old_whole), is_new = is_ours(new_path, new_whole);
    if (!is_old && !is_new) return (int)syscall(number, old_path, new_path);
    pthread_mutex_lock(&lock);
    int is_it = is_the_one(name, 0, is_new ? new_whole : old_whole);
    end_before(is_it);
    if (is_it && strcmp(how, "power") == 0 && random_bit()) {
        cut_power();
        _exit(CRASHED);
    }
    int result = (int)syscall(number, old_path, new_path);
    int failure = errno;
    /* What is not yet durable of the file is found under its new name. */
    if (result == 0 && number == SYS_rename && is_new)
        for (struct change *change = newest; change; change = change->next)
            if (strcmp(change->path, old_whole) == 0) strcpy(change->path, new_whole);
    end_after(is_it);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

int rename(const char *old_path, const char *new_path) {
    return name_call("rename", old_path, new_path, SYS_rename);
}

int link(const char *old_path, const char *new_path) {
    return name_call("link", old_path, new_path, SYS_link);
}

int unlink(const char *path) {
    char whole[PATH_MAX];
    if (!is_ours(path, whole) || access(path, F_OK) != 0) return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&lock);
    int is_it = is_the_one("unlink", 0, whole);
    end_before(is_it);
    /* A name that is gone may be back after a power cut, because nobody flushes the folder. */
    if (is_it && strcmp(how, "power") == 0 && random_bit()) {
        cut_power();
        _exit(CRASHED);
    }
    int result = (int)syscall(SYS_unlink, path);
    int failure = errno;
    end_after(is_it);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}
