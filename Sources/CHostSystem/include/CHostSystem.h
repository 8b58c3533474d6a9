#pragma once
#include "CHostSystemInflate.h"
#include "HostPolling.h"

/// accept4(2), which Swift's Glibc lacks: closed on exec, not blocking, no address.
int curtail_accept(int listener);
