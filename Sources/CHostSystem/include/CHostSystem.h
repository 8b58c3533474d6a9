#pragma once
#include "HostPolling.h"
