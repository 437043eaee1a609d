#pragma once
/* The answer to a request for which there is no place, made of its bytes and of nothing that a place has: no thread, no library's connection. */
#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "http/server.h"

enum refusable {
    REFUSABLE_NOT_YET, /* its head is not whole */
    REFUSABLE,
    REFUSABLE_NOT,     /* a probe, or what only the library understands: it is answered by whoever answers everything */
};
/* Of what has come so far. `more` is whether more may come: a head that fills all the room there is, is whole. */
enum refusable refusable(const char *head, size_t length, bool more);
/* The whole answer as it goes out, made by the settings' own handler, which is told that there is no room. The head is taken apart. */
void refusal_write(const struct http_settings *settings, char *head, size_t length, const char *remote, enum http_crowding crowding, struct buffer *out);
