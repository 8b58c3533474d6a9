#pragma once
#include "CHostSystemInflate.h"
#include "HostPolling.h"

/// accept4(2), which Swift's Glibc lacks: closed on exec, not blocking, no address.
int curtail_accept(int listener);

/// One signal as the capturing handler writes it into its pipe.
struct curtail_signal {
    int number;
    int pid;
    unsigned int uid;
};

/// Has these signals written into a pipe; returns its reading end (not blocking, closed on exec), or -1 with errno.
int curtail_capture_signals(const int *numbers, int count);
