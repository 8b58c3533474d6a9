#include "CHostSystemInflate.h"
#include <stdlib.h>
#include <zlib.h>

struct chs_inflater {
    z_stream stream;
    int member_ended;
};

chs_inflater *chs_inflater_open(void) {
    chs_inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater == NULL) return NULL;
    // 15 window bits, and 16 for the gzip wrapper only: a bare zlib stream is not what anybody publishes.
    if (inflateInit2(&inflater->stream, 15 + 16) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

int chs_inflater_step(chs_inflater *inflater, const uint8_t *input, size_t input_count, size_t *consumed,
                      uint8_t *output, size_t output_capacity, size_t *produced) {
    z_stream *stream = &inflater->stream;
    stream->next_in = (Bytef *)input;
    stream->avail_in = (uInt)input_count;
    stream->next_out = output;
    stream->avail_out = (uInt)output_capacity;
    int result = Z_OK;
    while (stream->avail_out > 0) {
        if (inflater->member_ended) {
            // A file may be several members, one after the other.
            if (stream->avail_in == 0) break;
            if (inflateReset(stream) != Z_OK) return Z_STREAM_ERROR;
            inflater->member_ended = 0;
        }
        result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END) {
            inflater->member_ended = 1;
        } else if (result != Z_OK) {
            break;
        }
    }
    *consumed = input_count - stream->avail_in;
    *produced = output_capacity - stream->avail_out;
    if (result < 0 && result != Z_BUF_ERROR) return result;
    return inflater->member_ended && stream->avail_in == 0 ? 1 : 0;
}

void chs_inflater_close(chs_inflater *inflater) {
    inflateEnd(&inflater->stream);
    free(inflater);
}
