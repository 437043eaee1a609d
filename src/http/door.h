#pragma once
/* DESIGN. One thread takes the connections that come, before any of them has a thread, and asks whether there is a place (crowd.c). Who has one is handed to the library, which makes the thread. Who has none waits at
 * the door until its request is there, is told 503 or 429 and let go: that costs a socket and some microseconds, so a crowd is told as fast as it comes, however busy the places are. Nothing is read of what is
 * handed on: the door looks at a request without taking it (MSG_PEEK). Probes and figures are handed to the library all the same, as long as the margin for them lasts. Each is heard as soon as he is taken,
 * so that only who is silent is kept standing; when there are more of those than there is room for, whoever has been silent for longest is let go. Over TLS there is nothing to be read here: as many as the margin are handed on to be told by a thread, the rest is let go. */
#include <microhttpd.h>
#include "connection.h"
#include "http/server.h"

struct door;
/* NULL when it could not be set up. All that is given outlives it; the listening socket stays the caller's. */
struct door *door_open(const struct http_settings *settings, struct watch *watch, struct MHD_Daemon *daemon, int listening) __attribute__((warn_unused_result));
/* Takes no more, and lets go who still stands there. NULL is fine. */
void door_close(struct door *door);
