#pragma once
#include "CHostSystemInflate.h"
