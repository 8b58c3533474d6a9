#pragma once
#include <stddef.h>
#include <stdint.h>

/// A zlib stream that expects gzip members; opaque, because z_stream is full of pointers.
typedef struct chs_inflater chs_inflater;

/// NULL when there is no memory.
chs_inflater *chs_inflater_open(void);

/// Takes what it can of the input and gives what it can of the output.
///
/// Returns 0 when it wants more input or output room, 1 at the end of a member with nothing left to read,
/// and zlib's negative error code when the bytes are not gzip.
int chs_inflater_step(chs_inflater *inflater, const uint8_t *input, size_t input_count, size_t *consumed,
                      uint8_t *output, size_t output_capacity, size_t *produced);

void chs_inflater_close(chs_inflater *inflater);
