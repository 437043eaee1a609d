#include "lane.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include "base/clock.h"
#include "line.h"

#define LINE_MAX 16         /* on one lane */
#define STEPS_MAX 2         /* a page and its count */
#define QUICK_US 5000       /* on the average; what this machine does meanwhile is in it */
#define TURN_US 100000      /* of a lane while others wait for a connection: then it takes nobody more, and its connection is theirs */
#define PACES 4096

/* A connection that was lent to several. All of it is of lanes->lock, but the line, which has its own. */
struct lane {
    struct lanes *of;
    struct line *line;
    enum db_role role;
    int64_t opened_us;
    unsigned members;       /* who may still touch it */
    struct lane *next;
};

struct lanes {
    pthread_mutex_t lock;
    unsigned most, open;
    struct lane *first[DB_ROLE_COUNT];
    _Atomic uint64_t shared;
    /* How long statements take, by hash; two that meet in one place are taken for one. µs + 1, 0 = not known. */
    _Atomic uint32_t paces[PACES];
};

struct lanes *lanes_new(unsigned most)
{
    struct lanes *lanes = calloc(1, sizeof *lanes);
    if (!lanes)
        return NULL;
    lanes->most = most;
    pthread_mutex_init(&lanes->lock, NULL);
    return lanes;
}

void lanes_free(struct lanes *lanes)
{
    if (lanes)
        pthread_mutex_destroy(&lanes->lock);
    free(lanes);
}

uint64_t lanes_shared(struct lanes *lanes)
{
    return lanes ? atomic_load_explicit(&lanes->shared, memory_order_relaxed) : 0;
}

/* ---- who is quick ---- */

static unsigned pace_of(const struct db_trip *trip)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < trip->step_count; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)trip->steps[i].statement ^ ((uint64_t)trip->steps[i].conditions << 20)) * UINT64_C(0x9E3779B97F4A7C15);
    return (unsigned)(hash >> 52);
}
_Static_assert(PACES == 1 << 12, "pace_of() takes the upper twelve bits");

/* An eighth of what is new: one that was slow once is exclusive for a while. Two who note at once may lose one of both. */
static void note_pace(struct lanes *lanes, unsigned pace, int64_t took_us)
{
    int64_t new = took_us < 0 ? 1 : took_us > 1000000 ? 1000001 : took_us + 1;
    int64_t old = atomic_load_explicit(&lanes->paces[pace], memory_order_relaxed);
    atomic_store_explicit(&lanes->paces[pace], (uint32_t)(old ? old + (new - old) / 8 : new), memory_order_relaxed);
}

static bool quick(struct lanes *lanes, unsigned pace)
{
    uint32_t took = atomic_load_explicit(&lanes->paces[pace], memory_order_relaxed);
    return took && took <= QUICK_US;
}

static bool may_share(const struct db_trip *trip)
{
    return !trip->writes && !trip->open && !trip->custom_plan && !trip->snapshot && trip->step_count <= STEPS_MAX;
}

/* ---- who gets in line where ---- */

static bool open_to_others(struct lane *lane, const struct pool_demand *demand)
{
    if (demand->wanted && clock_monotonic_us() - lane->opened_us > TURN_US)
        return false;
    return lane->members < LINE_MAX && line_takes_more(lane->line);
}

/* The shortest line of the role. */
static struct lane *shortest(struct lanes *lanes, enum db_role role, const struct pool_demand *demand)
{
    struct lane *found = NULL;
    for (struct lane *lane = lanes->first[role]; lane; lane = lane->next)
        if ((!found || lane->members < found->members) && open_to_others(lane, demand))
            found = lane;
    return found;
}

/* A place in a line; or leave to open one more lane; or neither. */
static struct lane *lane_join(struct lanes *lanes, struct pool *pool, enum db_role role, bool *ret_opens)
{
    struct pool_demand demand = pool_demand(pool);
    pthread_mutex_lock(&lanes->lock);
    struct lane *lane = shortest(lanes, role, &demand);
    if (lane && lanes->open < lanes->most && !demand.exhausted)
        lane = NULL;
    *ret_opens = !lane && (lanes->open < lanes->most || !lanes->first[role]);
    lanes->open += *ret_opens;
    if (lane)
        lane->members++;
    pthread_mutex_unlock(&lanes->lock);
    return lane;
}

static struct lane *lane_open(struct lanes *lanes, struct line *line, enum db_role role)
{
    struct lane *lane = calloc(1, sizeof *lane);
    if (!lane)
        abort(); /* out of memory */
    lane->of = lanes;
    lane->line = line;
    lane->role = role;
    lane->opened_us = clock_monotonic_us();
    lane->members = 1;
    pthread_mutex_lock(&lanes->lock);
    lane->next = lanes->first[role];
    lanes->first[role] = lane;
    pthread_mutex_unlock(&lanes->lock);
    return lane;
}

static void lane_leave(struct lane *lane, struct pool *pool)
{
    struct lanes *lanes = lane->of;
    pthread_mutex_lock(&lanes->lock);
    bool last = --lane->members == 0;
    struct lane **link = &lanes->first[lane->role];
    while (last && *link != lane)
        link = &(*link)->next;
    if (last) {
        *link = lane->next;
        lanes->open--;
    }
    pthread_mutex_unlock(&lanes->lock);
    if (last) {
        pool_return(pool, line_end(lane->line));
        free(lane);
    }
}

static enum db_outcome run_alone(struct pool *pool, enum db_role role, const struct db_trip *trip, struct db_result **ret_result)
{
    struct connection *connection = NULL;
    enum db_outcome outcome = pool_borrow(pool, role, &connection);
    if (outcome != DB_OK)
        return outcome;
    outcome = db_run(connection, trip, ret_result);
    pool_return(pool, connection);
    return outcome;
}

static void lanes_withdraw(struct lanes *lanes)
{
    pthread_mutex_lock(&lanes->lock);
    lanes->open--;
    pthread_mutex_unlock(&lanes->lock);
}

/* On a lane, somebody else's or one of one's own. False: nothing was done, or nothing that counts. */
static bool run_shared(struct pool *pool, enum db_role role, const struct db_trip *trip, struct db_result **ret_result, enum db_outcome *ret_outcome)
{
    struct lanes *lanes = pool_lanes(pool);
    unsigned pace = pace_of(trip);
    bool opens = false;
    if (!quick(lanes, pace))
        return false;
    struct lane *lane = lane_join(lanes, pool, role, &opens);
    if (!lane && !opens)
        return false;
    if (lane) {
        atomic_fetch_add_explicit(&lanes->shared, 1, memory_order_relaxed);
    } else {
        struct connection *connection = NULL;
        *ret_outcome = pool_borrow(pool, role, &connection);
        if (*ret_outcome != DB_OK) {
            lanes_withdraw(lanes);
            return true;
        }
        struct line *line = line_new(connection, pool);
        if (!line) {
            lanes_withdraw(lanes);
            pool_return(pool, connection);
            return false;
        }
        lane = lane_open(lanes, line, role);
    }
    struct landing landing;
    bool fine = line_run(lane->line, trip, &landing);
    lane_leave(lane, pool);
    if (!fine)
        return false;
    note_pace(lanes, pace, landing.took_us);
    *ret_outcome = landing.outcome;
    *ret_result = landing.result;
    return true;
}

enum db_outcome pool_run(struct pool *pool, enum db_role role, const struct db_trip *trip, struct db_result **ret_result)
{
    struct lanes *lanes = pool_lanes(pool);
    bool shares = lanes && may_share(trip);
    enum db_outcome outcome;
    if (shares && run_shared(pool, role, trip, ret_result, &outcome))
        return outcome;
    outcome = run_alone(pool, role, trip, ret_result);
    if (shares && (outcome == DB_OK || outcome == DB_TIMEOUT))
        note_pace(lanes, pace_of(trip), (int64_t)db_result_time_us(*ret_result));
    return outcome;
}
