#include "db/db.h"
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/clock.h"
#include "connection.h"
#include "lane.h"

/* DESIGN. Two bounds: `total` connections are lent at a time, and `kept` are open, those that are idle with them. A struct connection is one of the kept, logged in or not; it
 * is idle in the stack of its role, or busy with one borrower. A change of role costs a new login, and a session that has none of its plans yet, so the roles that come and go
 * keep theirs where there is room. Waiters stand in one queue, and whoever returns a connection makes room for the first of them; but where that one would need a new login, the
 * first of the returned connection's own role goes before it, until it has waited PATIENCE_US. Nobody waits while less than `total` are lent, so waiters are never passed by
 * newcomers. Who comes when the queue is full would wait for nothing but a refusal, and has it at once. A burst may fill the queue. Where somebody has waited for as long as anybody may, more come
 * than can be served: a long queue then serves nobody sooner and everybody late, so no more may wait than were served in the last crowd_ms, and a few. Logging in and out happens outside the lock. */
#define PATIENCE_US 20000
#define CROWD_FEW 4 /* for each that is lent: so many wait however slow it all is */
/* A connection that answered this short a time ago is taken for alive: the look costs a system call in every request of a busy service. */
#define FRESH_US 20000

struct waiter {
    pthread_cond_t granted;
    enum db_role role;
    int64_t since;
    struct connection *connection; /* what it was given */
    struct waiter *next, *previous;
};

struct stack { struct connection *newest, *oldest; };

/* How fast the queue moves. */
struct pace {
    int64_t waiting_since; /* somebody has been waiting ever since; 0 = nobody is */
    int64_t began;         /* the present stretch of crowd_ms */
    unsigned served, served_before;
};

struct pool {
    pthread_mutex_t lock;
    struct pool_settings settings;
    struct nodes *nodes, *own;  /* own: where nobody gave any */
    struct lanes *lanes;        /* NULL: nobody shares */
    struct stack idle[DB_ROLE_COUNT];
    struct waiter *first, *last;
    struct pace pace;
    struct pool_counts counts;
    char trouble[TROUBLE_DETAIL_SIZE];
};

struct pool *pool_new(const struct pool_settings *settings)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->settings = *settings;
    if (!settings->nodes)
        pool->own = nodes_new(&(struct nodes_settings){ .conninfo = settings->conninfo, .password = settings->password });
    pool->nodes = settings->nodes ? settings->nodes : pool->own;
    assert(!settings->lanes || !settings->goes_on); /* who is in line waits for others too */
    pool->lanes = settings->lanes ? lanes_new(settings->lanes) : NULL;
    if (!pool->nodes || (settings->lanes && !pool->lanes)) {
        nodes_free(pool->own);
        lanes_free(pool->lanes);
        free(pool);
        return NULL;
    }
    pool->settings.conninfo = pool->settings.password = NULL;
    pool->settings.total += settings->total == 0;
    if (pool->settings.kept < pool->settings.total)
        pool->settings.kept = pool->settings.total;
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    assert(pool->counts.busy == 0 && !pool->first);
    for (size_t i = 0; i < DB_ROLE_COUNT; i++) {
        struct connection *connection = pool->idle[i].newest;
        while (connection) {
            struct connection *older = connection->older;
            connection_free(connection);
            connection = older;
        }
    }
    pthread_mutex_destroy(&pool->lock);
    nodes_free(pool->own);
    lanes_free(pool->lanes);
    free(pool);
}

static void idle_remove(struct pool *pool, struct connection *connection)
{
    struct stack *stack = &pool->idle[connection->role];
    *(connection->newer ? &connection->newer->older : &stack->newest) = connection->older;
    *(connection->older ? &connection->older->newer : &stack->oldest) = connection->newer;
    connection->newer = connection->older = NULL;
}

static void idle_push(struct pool *pool, struct connection *connection)
{
    struct stack *stack = &pool->idle[connection->role];
    connection->idle_since = clock_monotonic_us();
    connection->newer = NULL;
    connection->older = stack->newest;
    *(stack->newest ? &stack->newest->newer : &stack->oldest) = connection;
    stack->newest = connection;
}

/* The idle connection, of whatever role, that was used longest ago. */
static struct connection *least_recent(struct pool *pool)
{
    struct connection *found = NULL;
    for (size_t i = 0; i < DB_ROLE_COUNT; i++) {
        struct connection *oldest = pool->idle[i].oldest;
        if (oldest && (!found || oldest->idle_since < found->idle_since))
            found = oldest;
    }
    return found;
}

/* Take a connection, a new place, or another role's; NULL when as many are lent as may be. */
static struct connection *take(struct pool *pool, enum db_role role)
{
    if (pool->counts.busy >= pool->settings.total)
        return NULL;
    struct connection *connection = pool->idle[role].newest;
    if (!connection && pool->counts.open < pool->settings.kept) {
        connection = connection_new(&pool->settings, pool->nodes);
        if (!connection)
            abort(); /* out of memory */
        pool->counts.open++;
        pool->counts.busy++;
        return connection;
    }
    if (!connection)
        connection = least_recent(pool);
    assert(connection);
    idle_remove(pool, connection);
    pool->counts.busy++;
    return connection;
}

static void pace_turn(struct pool *pool, int64_t now)
{
    struct pace *pace = &pool->pace;
    int64_t stretch = pool->settings.crowd_ms * INT64_C(1000), past = stretch ? (now - pace->began) / stretch : 0;
    if (past < 1)
        return;
    pace->served_before = past == 1 ? pace->served : 0;
    pace->served = 0;
    pace->began += past * stretch;
}

/* How many may wait. */
static unsigned queue_room(struct pool *pool)
{
    const struct pool_settings *settings = &pool->settings;
    unsigned room = settings->queue_max ? settings->queue_max : UINT_MAX;
    int64_t now = clock_monotonic_us();
    if (!settings->crowd_ms || !pool->pace.waiting_since || now - pool->pace.waiting_since < settings->wait_ms * INT64_C(1000))
        return room;
    pace_turn(pool, now);
    unsigned served = pool->pace.served > pool->pace.served_before ? pool->pace.served : pool->pace.served_before;
    unsigned few = settings->total * CROWD_FEW;
    return few > room ? room : served < few ? few : served < room ? served : room;
}

static void queue_remove(struct pool *pool, struct waiter *waiter)
{
    *(waiter->previous ? &waiter->previous->next : &pool->first) = waiter->next;
    *(waiter->next ? &waiter->next->previous : &pool->last) = waiter->previous;
    if (!--pool->counts.waiting)
        pool->pace.waiting_since = 0;
}

static void queue_add(struct pool *pool, struct waiter *waiter)
{
    waiter->previous = pool->last;
    waiter->next = NULL;
    *(pool->last ? &pool->last->next : &pool->first) = waiter;
    pool->last = waiter;
    if (!pool->counts.waiting++)
        pool->pace.waiting_since = waiter->since;
}

static struct connection *wait_for_one(struct pool *pool, enum db_role role)
{
    struct waiter waiter = { .role = role, .since = clock_monotonic_us() };
    clock_condition(&waiter.granted);
    int64_t until = waiter.since + pool->settings.wait_ms * INT64_C(1000);
    queue_add(pool, &waiter);
    int waited = 0;
    while (!waiter.connection && waited != ETIMEDOUT)
        waited = clock_wait(&waiter.granted, &pool->lock, until);
    if (!waiter.connection)
        queue_remove(pool, &waiter);
    pthread_cond_destroy(&waiter.granted);
    return waiter.connection;
}

static struct waiter *next_waiter(struct pool *pool, const struct connection *connection)
{
    struct waiter *first = pool->first;
    if (!first || !connection->pg || first->role == connection->role || pool->idle[first->role].newest || pool->counts.open < pool->settings.kept)
        return first;
    if (clock_monotonic_us() - first->since >= PATIENCE_US)
        return first;
    struct waiter *same = first->next;
    while (same && same->role != connection->role)
        same = same->next;
    return same ? same : first;
}

/* To the idle ones, or (not logged in) away. Returns what the caller is to free. */
static struct connection *put_away(struct pool *pool, struct connection *connection)
{
    pool->counts.busy--;
    if (connection->pg) {
        idle_push(pool, connection);
        return NULL;
    }
    pool->counts.open--;
    return connection;
}

/* One less is lent: a waiter has this one, or what there is for its role. Returns what the caller is to free. */
static struct connection *give_back(struct pool *pool, struct connection *connection)
{
    struct waiter *waiter = next_waiter(pool, connection);
    bool passed_on = waiter && (waiter->role == connection->role || !connection->pg);
    struct connection *gone = passed_on ? NULL : put_away(pool, connection);
    if (!waiter)
        return gone;
    queue_remove(pool, waiter);
    pace_turn(pool, clock_monotonic_us());
    pool->pace.served++;
    if (passed_on)
        connection->idle_since = clock_monotonic_us();
    waiter->connection = passed_on ? connection : take(pool, waiter->role);
    pthread_cond_signal(&waiter->granted);
    return gone;
}

void pool_return(struct pool *pool, struct connection *connection)
{
    if (!connection)
        return;
    db_rollback(connection);
    pthread_mutex_lock(&pool->lock);
    struct connection *gone = give_back(pool, connection);
    pthread_mutex_unlock(&pool->lock);
    connection_free(gone);
}

enum db_outcome pool_borrow(struct pool *pool, enum db_role role, struct connection **ret_connection)
{
    pthread_mutex_lock(&pool->lock);
    struct connection *connection = take(pool, role);
    if (!connection && pool->counts.waiting < queue_room(pool))
        connection = wait_for_one(pool, role);
    pool->counts.borrowed += connection != NULL;
    pool->counts.timeouts += connection == NULL;
    pthread_mutex_unlock(&pool->lock);
    if (!connection)
        return DB_BUSY;
    bool replaced = connection->pg && connection->role == role;
    bool current = replaced && connection_current(connection);
    bool fresh = current && clock_monotonic_us() - connection->idle_since < FRESH_US;
    if (fresh || (current && connection_alive(connection))) {
        *ret_connection = connection;
        return DB_OK;
    }
    bool opened = connection_open(connection, role);
    pthread_mutex_lock(&pool->lock);
    pool->counts.reconnects += replaced;
    pool->counts.logins += opened;
    struct connection *gone = NULL;
    if (!opened) {
        memcpy(pool->trouble, connection->trouble.detail, sizeof pool->trouble);
        gone = give_back(pool, connection);
    }
    pthread_mutex_unlock(&pool->lock);
    connection_free(gone);
    if (!opened)
        return DB_AWAY;
    *ret_connection = connection;
    return DB_OK;
}

bool pool_crowded(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool crowded = pool->counts.busy >= pool->settings.total && pool->counts.waiting >= queue_room(pool);
    pthread_mutex_unlock(&pool->lock);
    return crowded;
}

struct pool_demand pool_demand(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct pool_demand demand = { .exhausted = pool->counts.busy >= pool->settings.total, .wanted = pool->first };
    pthread_mutex_unlock(&pool->lock);
    return demand;
}

struct lanes *pool_lanes(struct pool *pool)
{
    return pool->lanes;
}

struct pool_counts pool_count(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct pool_counts counts = pool->counts;
    pthread_mutex_unlock(&pool->lock);
    counts.shared = lanes_shared(pool->lanes);
    return counts;
}

void pool_trouble(struct pool *pool, char *out, size_t size)
{
    pthread_mutex_lock(&pool->lock);
    snprintf(out, size, "%s", pool->trouble);
    pthread_mutex_unlock(&pool->lock);
}
