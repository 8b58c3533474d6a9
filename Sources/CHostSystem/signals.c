#define _GNU_SOURCE
#include "CHostSystem.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static int signal_pipe[2] = {-1, -1};

// Runs as a signal handler: only what signal-safety(7) allows.
static void forward(int number, siginfo_t *info, void *context) {
    int saved = errno;
    // Only a process that sends a signal fills in who it is; the kernel's own codes are positive.
    int has_sender = info->si_code <= 0;
    struct curtail_signal record = {
        .number = number,
        .pid = has_sender ? info->si_pid : 0,
        .uid = has_sender ? info->si_uid : 0,
    };
    // A record is far below PIPE_BUF, so it is written whole or, into a full pipe, not at all.
    ssize_t written = write(signal_pipe[1], &record, sizeof record);
    (void)written;
    (void)context;
    errno = saved;
}

int curtail_capture_signals(const int *numbers, int count) {
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action = {.sa_sigaction = forward, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigfillset(&action.sa_mask);
    for (int index = 0; index < count; index += 1) {
        if (sigaction(numbers[index], &action, 0) != 0) return -1;
    }
    return signal_pipe[0];
}
