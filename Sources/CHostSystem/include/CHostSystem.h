#pragma once
#include "CHostSystemInflate.h"
#include "HostPolling.h"
