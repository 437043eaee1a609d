#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "connection.h"

struct spool {
    int file;
    uint64_t length, limit, total;
    bool cut;     /* longer than the limit */
    bool failed;  /* the disk would not take it, or all files together are as much as may be */
    bool taken;   /* whoever has the file gives its bytes back */
};

/* Of all files that are on the disk. */
static _Atomic uint64_t bytes_held;

/* What stands behind a daemon's handler: ulfius's own, and our rules. */
struct front {
    MHD_AccessHandlerCallback handler;
    void *class;
    struct spool_rules rules;
};

static _Thread_local const struct spool_rules *rules_now;

/* Not every file system has O_TMPFILE. */
static int open_anonymous(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return file;
    char path[1024];
    if ((size_t)snprintf(path, sizeof path, "%s/wuye-upload-XXXXXX", folder) >= sizeof path)
        return -1;
    file = mkostemp(path, O_CLOEXEC);
    if (file >= 0)
        unlink(path);
    return file;
}

struct spool *spool_new(const char *folder, uint64_t limit, uint64_t total)
{
    struct spool *spool = calloc(1, sizeof *spool);
    if (!spool)
        return NULL;
    spool->limit = limit;
    spool->total = total;
    spool->file = open_anonymous(folder);
    if (spool->file >= 0)
        return spool;
    free(spool);
    return NULL;
}

static void append(struct spool *spool, const char *at, size_t length)
{
    if (atomic_fetch_add(&bytes_held, length) + length > spool->total) {
        bytes_held -= length;
        spool->failed = true;
        return;
    }
    while (length) {
        ssize_t wrote = write(spool->file, at, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            break;
        at += wrote;
        length -= (size_t)wrote;
        spool->length += (uint64_t)wrote;
    }
    bytes_held -= length;
    spool->failed = length > 0;
}

void spool_write(struct spool *spool, const void *data, size_t length)
{
    spool->cut = spool->cut || spool->length + length > spool->limit;
    if (!spool->cut && !spool->failed)
        append(spool, data, length);
    if ((spool->cut || spool->failed) && ftruncate(spool->file, 0) == 0) {
        bytes_held -= spool->length;
        spool->length = 0;
    }
}

void spool_free(struct spool *spool)
{
    if (!spool)
        return;
    close(spool->file);
    bytes_held -= spool->taken ? 0 : spool->length;
    free(spool);
}

int http_file_take(void)
{
    struct http_connection *c = watch_current();
    int file = c && c->spool ? fcntl(c->spool->file, F_DUPFD_CLOEXEC, 0) : -1;
    if (file >= 0)
        c->spool->taken = true;
    return file;
}

void http_file_close(int file, uint64_t length)
{
    close(file);
    bytes_held -= length;
}

void spool_tell(const struct spool *spool, struct http_request *request)
{
    request->file = spool->file;
    request->file_length = spool->length;
    request->body_too_large = spool->cut;
    request->file_failed = spool->failed;
}

/* Of all bodies in memory. */
static _Atomic uint64_t bodies_held;

void body_release(struct http_connection *c)
{
    bodies_held -= c->held;
    c->held = c->body = 0;
}

/* Whoever sends a little too much learns why; what never ends is not read to its end. */
#define OVERRUN (UINT64_C(16) << 20)

enum taken { TAKEN_BY_HANDLER, TAKEN_AWAY, TAKEN_TOO_MUCH };

/* Where do these bytes of a body go? None begins in the last quarter of the room for all, so that those that have begun can end; where even that does not do, one is broken off and its
 * bytes are free. */
static enum taken take_body(const struct spool_rules *rules, struct http_connection *c, const char *data, size_t length)
{
    c->body += length;
    if (c->body > (c->spool ? rules->limit : rules->body_limit) + OVERRUN)
        return TAKEN_TOO_MUCH;
    if (c->spool)
        spool_write(c->spool, data, length);
    if (c->spool || c->crowding != HTTP_ROOM)
        return TAKEN_AWAY;
    if (c->held > rules->body_limit) /* ulfius keeps no more of it */
        return TAKEN_BY_HANDLER;
    if (!c->held && atomic_load(&bodies_held) > rules->body_total / 4 * 3) {
        c->crowding = HTTP_FULL;
        return TAKEN_AWAY;
    }
    c->held += length;
    return atomic_fetch_add(&bodies_held, length) + length <= rules->body_total ? TAKEN_BY_HANDLER : TAKEN_TOO_MUCH;
}

/* The first call has the headers, further ones each a part of the body, the last one nothing. */
static enum MHD_Result receive(void *class, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                               const char *data, size_t *size, void **context)
{
    struct front *front = class;
    struct http_connection *c = watch_current();
    enum taken taken = c && *size ? take_body(&front->rules, c, data, *size) : TAKEN_BY_HANDLER;
    if (taken == TAKEN_TOO_MUCH)
        return MHD_NO;
    if (taken == TAKEN_AWAY) {
        *size = 0;
        return MHD_YES;
    }
    bool first = c && c->fresh;
    enum MHD_Result result = front->handler(front->class, connection, url, method, version, data, size, context);
    if (!first || result != MHD_YES)
        return result;
    c->fresh = false;
    const struct spool_rules *rules = &front->rules;
    if (c->crowding != HTTP_ROOM || !rules->takes_file || !rules->takes_file(rules->context, connection, url, method))
        return result;
    c->spool = spool_new(rules->folder, rules->limit, rules->total);
    if (c->spool)
        watch_phase(rules->watch, PHASE_UPLOADING);
    return result;
}

void spool_rules_set(const struct spool_rules *rules)
{
    rules_now = rules;
}

/* Takes the place of the library's own of the same name. The daemon lives as long as the program serves, and `front` with it. */
struct MHD_Daemon *MHD_start_daemon(unsigned int flags, uint16_t port, MHD_AcceptPolicyCallback policy, void *policy_class,
                                    MHD_AccessHandlerCallback handler, void *handler_class, ...)
{
    static struct front front;
    front = (struct front){.handler = handler, .class = handler_class};
    if (rules_now)
        front.rules = *rules_now;
    va_list list;
    va_start(list, handler_class);
    struct MHD_Daemon *daemon = MHD_start_daemon_va(flags, port, policy, policy_class, receive, &front, list);
    va_end(list);
    return daemon;
}
