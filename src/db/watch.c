#include "watch.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "base/clock.h"
#include "login.h"

#define PERIOD_US INT64_C(500000)
#define PATIENCE_US INT64_C(1000000) /* a node that is silent for longer is not counted on */
/* A standby's log has no timeline that all may ask for. */
#define POSITION "select r, case when r then 0 else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint end, " \
                 "coalesce((case when r then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end - '0/0')::bigint, 0) from (select pg_is_in_recovery()) s(r)"

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool stopping;
    size_t count;
    struct watcher { struct watch *watch; struct nodes *nodes; unsigned number; enum db_role as; pthread_t thread; } watchers[NODES_MAX];
};

static bool pause_until(struct watch *watch, int64_t until_us)
{
    pthread_mutex_lock(&watch->lock);
    while (!watch->stopping && clock_wait(&watch->ended, &watch->lock, until_us) != ETIMEDOUT) {
    }
    bool on = !watch->stopping;
    pthread_mutex_unlock(&watch->lock);
    return on;
}

static bool ask(struct watcher *w, PGconn *pg)
{
    int64_t now = clock_monotonic_us();
    PGresult *row = login_ask(pg, POSITION, now + PATIENCE_US);
    if (!row)
        return false;
    struct position position = {
        .standby = PQgetvalue(row, 0, 0)[0] == 't', .timeline = (uint32_t)strtoull(PQgetvalue(row, 0, 1), NULL, 10),
        .lsn = strtoull(PQgetvalue(row, 0, 2), NULL, 10), .asked_us = now,
    };
    PQclear(row);
    nodes_tell(w->nodes, w->number, &position);
    return true;
}

static void *run(void *thing)
{
    struct watcher *w = thing;
    struct trouble trouble;
    PGconn *pg = NULL;
    int64_t next;
    do {
        next = clock_monotonic_us() + PERIOD_US;
        if (!pg)
            pg = login_to(w->nodes, w->number, db_role_names[w->as], true, clock_monotonic_us() + PATIENCE_US, &trouble);
        if (pg && !ask(w, pg)) {
            nodes_tell_failed(w->nodes, w->number);
            PQfinish(pg);
            pg = NULL;
        }
    } while (pause_until(w->watch, next));
    PQfinish(pg);
    return NULL;
}

struct watch *watch_start(struct nodes *nodes, size_t count, enum db_role as)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    pthread_mutex_init(&watch->lock, NULL);
    clock_condition(&watch->ended);
    for (; watch->count < count; watch->count++) {
        struct watcher *w = &watch->watchers[watch->count];
        *w = (struct watcher){ .watch = watch, .nodes = nodes, .number = (unsigned)watch->count, .as = as };
        if (pthread_create(&w->thread, NULL, run, w) != 0)
            break;
    }
    if (watch->count == count)
        return watch;
    watch_stop(watch);
    return NULL;
}

void watch_stop(struct watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    pthread_cond_broadcast(&watch->ended);
    pthread_mutex_unlock(&watch->lock);
    for (size_t i = 0; i < watch->count; i++)
        pthread_join(watch->watchers[i].thread, NULL);
    pthread_cond_destroy(&watch->ended);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}
