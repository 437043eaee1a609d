/* DESIGN. MHD serves each connection in a thread of its own, so "the connection of this thread" is a thread-local. Its phase goes
 * idle → arriving (the request line is there) → handling (the whole request is there) → idle. The watchman looks once a second and shuts
 * the socket of a connection that has been arriving, or idle, for too long; MHD's thread then finds it closed. */
#include "connection.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "base/clock.h"
#include "spool.h"

static _Thread_local struct http_connection *current;

#define CROWDED_US 2000000 /* time enough to be told that there is no room */

static int64_t patience(const struct watch *watch, const struct http_connection *c, int phase)
{
    const struct watch_rules *rules = &watch->rules;
    int64_t limit = phase == PHASE_ARRIVING ? rules->request_us : phase == PHASE_UPLOADING ? rules->upload_us : rules->idle_us;
    return c->crowding != HTTP_ROOM && limit > CROWDED_US ? CROWDED_US : limit;
}

void watch_shut(const struct http_connection *c, enum connection_phase phase)
{
    shutdown(c->socket, phase == PHASE_IDLE ? SHUT_RD : SHUT_RDWR);
}

static void look(struct watch *watch)
{
    int64_t now = clock_monotonic_us();
    for (struct http_connection *c = watch->first; c; c = c->next) {
        int phase = atomic_load(&c->phase);
        int64_t limit = patience(watch, c, phase);
        int64_t deadline = atomic_load(&c->deadline_us);
        bool late = phase == PHASE_HANDLING ? deadline && now > deadline : now - atomic_load(&c->since_us) >= limit;
        if (!late || c->expected)
            continue;
        atomic_store(&c->deadline_us, 0);
        watch_shut(c, (enum connection_phase)phase);
        atomic_store(&c->since_us, now);
        atomic_fetch_add(&watch->expired, 1);
    }
}

static void *watchman(void *argument)
{
    struct watch *watch = argument;
    pthread_mutex_lock(&watch->lock);
    while (!watch->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += 1;
        pthread_cond_timedwait(&watch->stop, &watch->lock, &until);
        if (!watch->stopping)
            look(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct watch *watch_new(const struct watch_rules *rules)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->stop, NULL);
    watch->rules = *rules;
    if (pthread_create(&watch->thread, NULL, watchman, watch) != 0) {
        free(watch);
        return NULL;
    }
    return watch;
}

void watch_free(struct watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    pthread_cond_signal(&watch->stop);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->stop);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

void describe_peer(const struct sockaddr *address, char *out, size_t size)
{
    out[0] = '\0';
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, out, (socklen_t)size);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, out, (socklen_t)size);
}

/* Under the lock. */
static struct http_connection *enter(struct watch *watch, int socket, const struct sockaddr *address, enum http_crowding crowding)
{
    struct http_connection *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->socket = socket;
    describe_peer(address, c->remote, sizeof c->remote);
    atomic_store(&c->since_us, clock_monotonic_us());
    c->next = watch->first;
    c->link = &watch->first;
    if (c->next)
        c->next->link = &c->next;
    watch->first = c;
    crowd_enter(watch, c, address, crowding);
    atomic_fetch_add(&watch->connections, 1);
    return c;
}

static void set_expected(struct watch *watch, struct http_connection *c, bool is)
{
    watch->expected += is;
    watch->expected -= c->expected;
    c->expected = is;
}

static void leave(struct watch *watch, struct http_connection *c)
{
    set_expected(watch, c, false);
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    atomic_fetch_sub(&watch->connections, 1);
    crowd_leave(watch, c);
}

/* The newest come first. */
static struct http_connection *expected(const struct watch *watch, int socket)
{
    struct http_connection *c = watch->expected ? watch->first : NULL;
    while (c && !(c->expected && c->socket == socket))
        c = c->next;
    return c;
}

void watch_forget(struct watch *watch, int socket)
{
    pthread_mutex_lock(&watch->lock);
    struct http_connection *c = expected(watch, socket);
    if (c)
        leave(watch, c);
    pthread_mutex_unlock(&watch->lock);
    free(c);
}

enum http_crowding watch_expect(struct watch *watch, int socket, const struct sockaddr *address)
{
    watch_forget(watch, socket); /* one that the library could not begin, and closed */
    pthread_mutex_lock(&watch->lock);
    enum http_crowding crowding = crowd_ask(watch, address);
    struct http_connection *c = crowding == HTTP_ROOM ? enter(watch, socket, address, crowding) : NULL;
    if (c)
        set_expected(watch, c, true);
    pthread_mutex_unlock(&watch->lock);
    return c ? HTTP_ROOM : crowding == HTTP_ROOM ? HTTP_FULL : crowding;
}

static void begin(struct watch *watch, struct MHD_Connection *connection, void **context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int socket = info ? info->connect_fd : -1;
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    pthread_mutex_lock(&watch->lock);
    struct http_connection *c = expected(watch, socket);
    if (!c)
        c = enter(watch, socket, address, crowd_ask(watch, address));
    if (c)
        set_expected(watch, c, false);
    pthread_mutex_unlock(&watch->lock);
    atomic_fetch_add(&watch->accepted, 1);
    *context = c;
}

static void end(struct watch *watch, void **context)
{
    struct http_connection *c = *context;
    if (!c)
        return;
    pthread_mutex_lock(&watch->lock);
    leave(watch, c);
    pthread_mutex_unlock(&watch->lock);
    spool_free(c->spool);
    body_release(c);
    if (atomic_load(&c->phase) == PHASE_HANDLING)
        atomic_fetch_sub(&watch->handling, 1);
    if (current == c)
        current = NULL;
    *context = NULL;
    free(c);
}

void watch_connection(void *class, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        begin(class, connection, context);
    else
        end(class, context);
}

void watch_set_current(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    current = info ? info->socket_context : NULL;
}

struct http_connection *watch_current(void)
{
    return current;
}

void http_deadline(int64_t until_us)
{
    if (current)
        atomic_store(&current->deadline_us, until_us);
}

void watch_phase(struct watch *watch, enum connection_phase phase)
{
    struct http_connection *c = current;
    if (!c)
        return;
    int before = atomic_exchange(&c->phase, phase);
    atomic_store(&c->since_us, clock_monotonic_us());
    atomic_store(&c->deadline_us, 0);
    if (phase == PHASE_HANDLING && before != PHASE_HANDLING)
        atomic_fetch_add(&watch->handling, 1);
    else if (phase != PHASE_HANDLING && before == PHASE_HANDLING)
        atomic_fetch_sub(&watch->handling, 1);
}

bool watch_busy(struct watch *watch, int64_t idle_us)
{
    int64_t now = clock_monotonic_us();
    pthread_mutex_lock(&watch->lock);
    bool busy = false;
    for (struct http_connection *c = watch->first; c && !busy; c = c->next)
        busy = c->expected || atomic_load(&c->phase) == PHASE_HANDLING || now - atomic_load(&c->since_us) < idle_us;
    pthread_mutex_unlock(&watch->lock);
    return busy;
}

struct http_counts watch_count(struct watch *watch)
{
    return (struct http_counts){
        .connections = atomic_load(&watch->connections),
        .handling = atomic_load(&watch->handling),
        .accepted = atomic_load(&watch->accepted),
        .expired = atomic_load(&watch->expired),
        .refused = atomic_load(&watch->refused),
        .displaced = atomic_load(&watch->displaced),
        .closed = atomic_load(&watch->closed),
    };
}
