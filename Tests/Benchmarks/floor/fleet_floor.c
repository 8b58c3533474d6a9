// The floor under the fleet: a bare epoll client that puts LuxOS miners to sleep, three connections a miner (logon,
// curtail, logoff) in one slot, 512 slots. No checks, no deadlines, no retries.
//
//     cc -O2 -o fleet_floor fleet_floor.c
//     fleet_floor COUNT [sleep|wakeup] [FIRST_ADDRESS] [PORT] [two]
//
// Prints boot time at its start, in nanoseconds, its own wall time and the miners done. With `two`, sessions are left
// open, which is the least that any client can do before the last miner sleeps. A miner that hangs keeps its slot until
// the end; the end is COUNT miners done, or 1 s without progress.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CAP = 512, LOGON = 0, CURTAIL = 1, LOGOFF = 2 };

struct slot {
    int descriptor, step, length;
    struct in_addr address;
    char session[80], reply[4096];
};

static struct slot slots[CAP];
static int without_logoff, poller, port = 4028, count, started, done;
static const char *verb = "sleep";
static uint32_t next_address;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void open_connection(int index) {
    struct slot *slot = &slots[index];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = slot->address};
    slot->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    slot->length = 0;
    connect(slot->descriptor, (struct sockaddr *)&address, sizeof address);
    struct epoll_event event = {.events = EPOLLOUT, .data.u32 = index};
    epoll_ctl(poller, EPOLL_CTL_ADD, slot->descriptor, &event);
}

static int begin(int index) {
    if (started == count) return 0;
    while ((next_address & 255) == 0 || (next_address & 255) == 255) next_address++;
    slots[index].address.s_addr = htonl(next_address++);
    slots[index].step = LOGON;
    started++;
    open_connection(index);
    return 1;
}

static void send_request(int index) {
    struct slot *slot = &slots[index];
    char request[160];
    int length = 0;
    if (slot->step == LOGON) length = sprintf(request, "{\"command\":\"logon\"}");
    if (slot->step == CURTAIL)
        length = sprintf(request, "{\"command\":\"curtail\",\"parameter\":\"%s,%s\"}", slot->session, verb);
    if (slot->step == LOGOFF) length = sprintf(request, "{\"command\":\"logoff\",\"parameter\":\"%s\"}", slot->session);
    send(slot->descriptor, request, length, MSG_NOSIGNAL);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = index};
    epoll_ctl(poller, EPOLL_CTL_MOD, slot->descriptor, &event);
}

static void read_reply(int index) {
    struct slot *slot = &slots[index];
    ssize_t got = recv(slot->descriptor, slot->reply + slot->length, sizeof slot->reply - slot->length - 1, 0);
    if (got < 0 && errno == EAGAIN) return;
    int ended = got <= 0;
    if (got > 0) {
        ended = memchr(slot->reply + slot->length, 0, got) != NULL;
        slot->length += got;
    }
    if (!ended) return;
    slot->reply[slot->length] = 0;
    close(slot->descriptor);
    if (slot->step == LOGON) {
        char *session = strstr(slot->reply, "\"SessionID\":\"");
        if (session) sscanf(session + 13, "%70[^\"]", slot->session);
        if (!session) slot->step = LOGOFF;
    }
    if (slot->step == LOGOFF || (slot->step == CURTAIL && without_logoff)) {
        done++;
        begin(index);
        return;
    }
    slot->step++;
    open_connection(index);
}

int main(int arguments, char **argument) {
    count = arguments > 1 ? atoi(argument[1]) : 100;
    if (arguments > 2) verb = argument[2];
    next_address = ntohl(inet_addr(arguments > 3 ? argument[3] : "127.10.0.1"));
    if (arguments > 4) port = atoi(argument[4]);
    without_logoff = arguments > 5 && strcmp(argument[5], "two") == 0;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct timespec begun;
    clock_gettime(CLOCK_BOOTTIME, &begun);
    double start = seconds();
    for (int index = 0; index < CAP && begin(index); index++) {}
    struct epoll_event events[128];
    while (done < count) {
        int ready = epoll_wait(poller, events, 128, 1000);
        if (ready == 0) break;
        for (int index = 0; index < ready; index++) {
            int slot = events[index].data.u32;
            if (events[index].events & EPOLLOUT) send_request(slot);
            else read_reply(slot);
        }
    }
    printf("{\"begun\":%lld,\"wall_s\":%.4f,\"acknowledged\":%d}\n", begun.tv_sec * 1000000000LL + begun.tv_nsec,
        seconds() - start, done);
    return 0;
}
