// Frequency datagram in, first trip command out: the daemon, and beside it what bare C takes for the same.
//
//     cc -O2 -o trip_floor trip_floor.c
//     trip_floor COUNT DAEMON_SOCKET PORT UNITS [STALL_FILE]
//
// Each round does three things in turn, so that what else the machine does falls on all alike:
//     pure    a datagram to a C process that receives it and sends one back over a UNIX socket;
//     tcp     the same, but it answers as a trip does: socket, connect over loopback, send;
//     daemon  the same datagram with 59.6 Hz to the daemon, whose LuxOS units are played here.
// Prints one line a measurement: its name and nanoseconds until the connection was taken and until the first bytes.
// The units answer, sleep and wake again before the next round. With a STALL_FILE (stall_disk.c) the daemon's measurement
// begins when its ledger is in the middle of an fsync that does not return.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { OPEN = 4096 };

static int sender, listener, port, units;
static struct pollfd watched[OPEN];
static int open_count;
static struct sockaddr_un responder_name, sender_name, daemon_name;

static long long now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "trip_floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static struct sockaddr_un named(const char *path) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    strncpy(name.sun_path, path, sizeof name.sun_path - 1);
    return name;
}

static int bound(struct sockaddr_un *name) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    unlink(name->sun_path);
    if (bind(descriptor, (struct sockaddr *)name, sizeof *name)) fail("bind");
    return descriptor;
}

static void respond(int descriptor) {
    struct sockaddr_in unit = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(0x7F0A0001)}};
    char line[512];
    for (;;) {
        ssize_t length = recv(descriptor, line, sizeof line, 0);
        if (length <= 0) continue;
        if (line[0] == 'P') {
            sendto(descriptor, line, length, 0, (struct sockaddr *)&sender_name, sizeof sender_name);
            continue;
        }
        int link = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        connect(link, (struct sockaddr *)&unit, sizeof unit);
        send(link, "{\"command\":\"logon\"}", 19, MSG_NOSIGNAL);
        close(link);
    }
}

// What a LuxOS miner would say; counts the curtail commands that carry the word.
static int answer(int link, const char *request, ssize_t length, const char *word) {
    static const char *ok = "{\"STATUS\":[{\"STATUS\":\"S\",\"Code\":316,\"Msg\":\"ok\"}]";
    char reply[512], text[600];
    memcpy(text, request, length);
    text[length] = 0;
    int counted = 0;
    if (strstr(text, "logon")) {
        snprintf(reply, sizeof reply, "%s,\"SESSION\":[{\"SessionID\":\"b%d\"}]}", ok, link);
    } else if (strstr(text, "\"curtail\"")) {
        snprintf(reply, sizeof reply, "%s,\"CURTAIL\":[{\"Action\":\"done\"}]}", ok);
        counted = strstr(text, word) != NULL;
    } else if (strstr(text, "power")) {
        snprintf(reply, sizeof reply, "%s,\"POWER\":[{\"Watts\":3500}]}", ok);
    } else {
        snprintf(reply, sizeof reply, "%s,\"CONFIG\":[{\"CurtailMode\":\"None\"}]}", ok);
    }
    send(link, reply, strlen(reply) + 1, MSG_NOSIGNAL);
    return counted;
}

static int take(int link, const char *word) {
    char request[512];
    ssize_t length = recv(link, request, sizeof request - 1, 0);
    int counted = length > 0 ? answer(link, request, length, word) : 0;
    close(link);
    return counted;
}

// Plays the units until so many curtail commands with the word have come, or the time is over.
static int serve(const char *word, int wanted, int milliseconds) {
    int counted = 0;
    long long end = now(CLOCK_MONOTONIC) + milliseconds * 1000000LL;
    while (counted < wanted || wanted < 0) {
        long long left = (end - now(CLOCK_MONOTONIC) + 999999) / 1000000;
        if (left <= 0) break;
        watched[0] = (struct pollfd){.fd = listener, .events = POLLIN};
        if (poll(watched, open_count + 1, left) <= 0) continue;
        for (int index = open_count; index > 0; index--) {
            if (!watched[index].revents) continue;
            counted += take(watched[index].fd, word);
            watched[index] = watched[open_count--];
        }
        while (watched[0].revents && open_count < OPEN - 1) {
            int link = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (link < 0) break;
            watched[++open_count] = (struct pollfd){.fd = link, .events = POLLIN};
        }
    }
    return counted;
}

static void tell(struct sockaddr_un *name, const char *line) {
    if (sendto(sender, line, strlen(line), 0, (struct sockaddr *)name, sizeof *name) < 0) fail("send");
}

static void frequency(struct sockaddr_un *name, const char *hertz) {
    char line[200];
    snprintf(line, sizeof line, "frequency,source=bench hz=%s %lld", hertz, now(CLOCK_REALTIME));
    tell(name, line);
}

// Waits for the next connection and its first bytes, both stamped.
static int first_command(const char *name, long long sent, char *request, ssize_t *length) {
    struct pollfd waiting = {.fd = listener, .events = POLLIN};
    if (poll(&waiting, 1, 2000) <= 0) {
        printf("%s-lost 0 0\n", name);
        return -1;
    }
    int link = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    long long taken = now(CLOCK_MONOTONIC);
    *length = recv(link, request, 511, 0);
    long long received = now(CLOCK_MONOTONIC);
    printf("%s %lld %lld\n", name, taken - sent, received - sent);
    return link;
}

static void measure_floor(void) {
    char text[512];
    ssize_t length;
    long long sent = now(CLOCK_MONOTONIC);
    tell(&responder_name, "P frequency,source=bench hz=59.6 1784757000000000000");
    recv(sender, text, sizeof text, 0);
    long long received = now(CLOCK_MONOTONIC);
    printf("pure %lld %lld\n", received - sent, received - sent);
    usleep(1000 + random() % 2000);
    sent = now(CLOCK_MONOTONIC);
    tell(&responder_name, "T frequency,source=bench hz=59.6 1784757000000000000");
    int link = first_command("tcp", sent, text, &length);
    if (link >= 0) close(link);
}

static void measure_daemon(volatile int *stalled) {
    char text[512];
    ssize_t length = 0;
    const char *name = "daemon";
    if (stalled) {
        snprintf(text, sizeof text, "{\"kind\":\"grid\",\"source\":\"bench\",\"prc_mw\":%ld}", 4000 + random() % 4000);
        while (*stalled) serve("", -1, 5);
        tell(&daemon_name, text);
        for (int waits = 0; !*stalled && waits < 600; waits++) serve("", -1, 5);
        name = *stalled ? "stalled" : "not-stalled";
        serve("", -1, 20);
    }
    long long sent = now(CLOCK_MONOTONIC);
    frequency(&daemon_name, "59.6");
    int link = first_command(name, sent, text, &length);
    if (link < 0) return;
    if (length > 0) answer(link, text, length, "sleep");
    close(link);
    if (serve("sleep", units, 3000) < units) printf("incomplete 0 0\n");
    frequency(&daemon_name, "60");
    if (serve("wakeup", units, 10000) < units) printf("incomplete 0 0\n");
    serve("", -1, 5 + random() % 10);
}

int main(int count, char **given) {
    if (count < 5) return fprintf(stderr, "trip_floor COUNT DAEMON_SOCKET PORT UNITS [STALL_FILE]\n"), 64;
    port = atoi(given[3]);
    units = atoi(given[4]);
    volatile int *stalled = NULL;
    if (count > 5) {
        int file = open(given[5], O_RDWR | O_CLOEXEC);
        if (file < 0) fail(given[5]);
        stalled = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    }
    char path[100];
    snprintf(path, sizeof path, "/tmp/trip-floor.%d.sender", getpid());
    sender_name = named(path);
    snprintf(path, sizeof path, "/tmp/trip-floor.%d.responder", getpid());
    responder_name = named(path);
    daemon_name = named(given[2]);
    sender = bound(&sender_name);
    int responder = bound(&responder_name), yes = 1;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_ANY)}};
    if (bind(listener, (struct sockaddr *)&any, sizeof any) || listen(listener, 4096)) fail("listen");
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        respond(responder);
    }
    for (int warm = 0; warm < 20; warm++) {
        frequency(&daemon_name, "60");
        serve("", -1, 30);
    }
    for (int round = 0; round < atoi(given[1]); round++) {
        measure_floor();
        serve("", -1, 2 + random() % 3);
        measure_daemon(stalled);
        fflush(stdout);
    }
    kill(child, SIGKILL);
    unlink(sender_name.sun_path);
    unlink(responder_name.sun_path);
    return 0;
}
