// The floor under polling: bare C asks one unit after the other for its watts, at a pace, and prints its CPU time.
//
//     cc -O2 -o poll_floor poll_floor.c
//     poll_floor COUNT PORT EVERY_MICROSECONDS
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **given) {
    if (count < 4) return 64;
    int wanted = atoi(given[1]);
    for (int number = 0; number < wanted; number++) {
        struct sockaddr_in unit = {.sin_family = AF_INET, .sin_port = htons(atoi(given[2]))};
        unit.sin_addr.s_addr = htonl(0x7F0A0001 + number % 200);
        int link = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        char reply[4096];
        if (connect(link, (struct sockaddr *)&unit, sizeof unit)) return 1;
        send(link, "{\"command\":\"power\"}", 19, 0);
        while (recv(link, reply, sizeof reply, 0) > 0) {}
        close(link);
        usleep(atoi(given[3]));
    }
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("%.6f\n", used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
    return 0;
}
