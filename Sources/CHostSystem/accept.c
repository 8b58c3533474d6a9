#define _GNU_SOURCE
#include "CHostSystem.h"
#include <sys/socket.h>

int curtail_accept(int listener) { return accept4(listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK); }
