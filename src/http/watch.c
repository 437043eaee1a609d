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

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t thread;
    bool stopping;
    struct http_connection *first;
    int64_t idle_us, request_us, upload_us;
    _Atomic unsigned connections, handling;
    _Atomic uint64_t accepted, expired;
};

static _Thread_local struct http_connection *current;

static void look(struct watch *watch)
{
    int64_t now = clock_monotonic_us();
    for (struct http_connection *c = watch->first; c; c = c->next) {
        int phase = atomic_load(&c->phase);
        int64_t limit = phase == PHASE_ARRIVING ? watch->request_us : phase == PHASE_UPLOADING ? watch->upload_us : watch->idle_us;
        int64_t deadline = atomic_load(&c->deadline_us);
        bool late = phase == PHASE_HANDLING ? deadline && now > deadline : now - atomic_load(&c->since_us) >= limit;
        if (!late)
            continue;
        atomic_store(&c->deadline_us, 0);
        shutdown(c->socket, SHUT_RDWR);
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

struct watch *watch_new(int64_t idle_us, int64_t request_us, int64_t upload_us)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->stop, NULL);
    watch->idle_us = idle_us;
    watch->request_us = request_us;
    watch->upload_us = upload_us;
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

static void describe_peer(struct MHD_Connection *connection, char *out, size_t size)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    out[0] = '\0';
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, out, (socklen_t)size);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, out, (socklen_t)size);
}

static void begin(struct watch *watch, struct MHD_Connection *connection, void **context)
{
    struct http_connection *c = calloc(1, sizeof *c);
    if (!c)
        return;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    c->socket = info ? info->connect_fd : -1;
    describe_peer(connection, c->remote, sizeof c->remote);
    atomic_store(&c->since_us, clock_monotonic_us());
    pthread_mutex_lock(&watch->lock);
    c->next = watch->first;
    c->link = &watch->first;
    if (c->next)
        c->next->link = &c->next;
    watch->first = c;
    pthread_mutex_unlock(&watch->lock);
    atomic_fetch_add(&watch->connections, 1);
    atomic_fetch_add(&watch->accepted, 1);
    *context = c;
}

static void end(struct watch *watch, void **context)
{
    struct http_connection *c = *context;
    if (!c)
        return;
    pthread_mutex_lock(&watch->lock);
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    pthread_mutex_unlock(&watch->lock);
    spool_free(c->spool);
    if (atomic_load(&c->phase) == PHASE_HANDLING)
        atomic_fetch_sub(&watch->handling, 1);
    atomic_fetch_sub(&watch->connections, 1);
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
    bool busy = false;
    pthread_mutex_lock(&watch->lock);
    for (struct http_connection *c = watch->first; c && !busy; c = c->next)
        busy = atomic_load(&c->phase) == PHASE_HANDLING || now - atomic_load(&c->since_us) < idle_us;
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
    };
}
