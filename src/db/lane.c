#include "lane.h"
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include "base/clock.h"
#include "trip.h"

#define LINE_MAX 32         /* on one lane */
#define STEPS_MAX 2         /* a page and its count: VARIANT_LIMIT_MIN is the most that a line may be short of */
#define QUICK_US 5000       /* on the average; what this machine does meanwhile is in it */
#define SLOW_US 5000        /* nobody gets in line behind what has been at the head for so long */
#define PATIENCE_US 25000   /* and who is in line leaves */
#define TURN_US 100000      /* of a lane while others wait for a connection: then it takes nobody more, and its connection is theirs */
#define PACES 4096

/* One trip under way. */
struct ticket {
    struct flight flight;
    struct db_result *result;
    enum db_outcome outcome;
    unsigned pace;          /* whose */
    bool done;
    bool left;              /* nobody waits for it any more */
    pthread_cond_t landed;
    struct ticket *next;
};

struct lane {
    pthread_mutex_t lock;   /* of the connection and the line; not held while somebody waits at the socket */
    struct lanes *of;
    struct connection *connection;
    struct ticket *first, *last; /* sent and not answered, in the order in which the answers come */
    bool reading;           /* somebody waits at the socket */
    int64_t landed_us;      /* when the last answer came */
    _Atomic int64_t head_since; /* since when the server is at work on the first; 0 = there is none */
    _Atomic bool broken;    /* nothing more may be sent */
    enum db_role role;
    int64_t opened_us;
    unsigned members;       /* of->lock: who may still touch this */
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

/* ---- the line ---- */

static void ticket_free(struct ticket *ticket)
{
    db_result_free(ticket->result);
    pthread_cond_destroy(&ticket->landed);
    free(ticket);
}

static void begin_head(struct lane *lane, int64_t now)
{
    atomic_store(&lane->head_since, lane->first ? now : 0);
}

/* The first leaves the line with its outcome. */
static void dismiss(struct lane *lane, enum db_outcome outcome, int64_t now)
{
    struct ticket *ticket = lane->first;
    lane->first = ticket->next;
    if (!lane->first)
        lane->last = NULL;
    begin_head(lane, now);
    ticket->outcome = outcome;
    ticket->done = true;
    if (ticket->left)
        ticket_free(ticket);
    else
        pthread_cond_signal(&ticket->landed);
}

/* What is in line has to be done elsewhere. Who waits at the socket is woken; only he, or the last to leave, may close it. */
static void break_off(struct lane *lane)
{
    atomic_store(&lane->broken, true);
    if (lane->connection->pg && lane->reading)
        shutdown(PQsocket(lane->connection->pg), SHUT_RDWR);
    while (lane->first)
        dismiss(lane, DB_AWAY, 0);
}

static void land(struct lane *lane, enum wait waited)
{
    struct ticket *ticket = lane->first;
    int64_t now = clock_monotonic_us(), began = ticket->flight.start_us > lane->landed_us ? ticket->flight.start_us : lane->landed_us;
    note_pace(lane->of, ticket->pace, now - began);
    lane->landed_us = now;
    dismiss(lane, flight_end(&ticket->flight, waited), now);
    if (!lane->connection->pg)
        break_off(lane);
}

/* Hand out what has come. */
static bool hand_out(struct lane *lane)
{
    enum wait waited;
    bool any = false;
    while (lane->first && flight_read(&lane->first->flight, &waited)) {
        land(lane, waited);
        any = true;
    }
    return any;
}

/* Wait at the socket, and hand out. */
static void read_once(struct lane *lane, int64_t until)
{
    struct connection *connection = lane->connection;
    int unsent = PQflush(connection->pg);
    lane->reading = true;
    pthread_mutex_unlock(&lane->lock);
    bool stirs = unsent < 0 || connection_stirs(connection, (short)(POLLIN | (unsent ? POLLOUT : 0)), until);
    pthread_mutex_lock(&lane->lock);
    lane->reading = false;
    if (atomic_load(&lane->broken) || !lane->first)
        return;
    if (unsent < 0 || (stirs && !PQconsumeInput(connection->pg)))
        land(lane, WAIT_BROKEN);
    else if (stirs)
        hand_out(lane);
    else if (nodes_superseded(connection->nodes, &connection->session) || clock_monotonic_us() >= lane->first->flight.deadline_us)
        land(lane, WAIT_DEADLINE);
}

/* What came while somebody else was reading, or nobody was. */
static bool look(struct lane *lane)
{
    return !PQconsumeInput(lane->connection->pg) || hand_out(lane);
}

static void wait_turn(struct lane *lane, struct ticket *mine)
{
    int64_t until = clock_monotonic_us() + PATIENCE_US;
    struct timespec deadline = { .tv_sec = until / 1000000, .tv_nsec = until % 1000000 * 1000 };
    pthread_cond_timedwait(&mine->landed, &lane->lock, &deadline);
}

/* False: the one at the head takes too long. */
static bool wait_landed(struct lane *lane, struct ticket *mine)
{
    while (!mine->done) {
        bool first = lane->first == mine;
        int64_t patient_until = atomic_load(&lane->head_since) + PATIENCE_US;
        if (!first && clock_monotonic_us() >= patient_until)
            return false;
        if (!lane->reading) {
            read_once(lane, first ? mine->flight.deadline_us : patient_until);
            continue;
        }
        wait_turn(lane, mine);
        if (!mine->done && !lane->reading && !atomic_load(&lane->broken))
            (void)look(lane);
    }
    return true;
}

/* Whoever is next in line reads from now on. */
static void pass_reading_on(struct lane *lane)
{
    struct ticket *next = lane->reading ? NULL : lane->first;
    while (next && next->left)
        next = next->next;
    if (next)
        pthread_cond_signal(&next->landed);
}

static struct ticket *ticket_new(unsigned pace)
{
    struct ticket *ticket = calloc(1, sizeof *ticket);
    struct db_result *result = result_new();
    if (!ticket || !result)
        abort(); /* out of memory */
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&ticket->landed, &attributes);
    pthread_condattr_destroy(&attributes);
    ticket->result = result;
    ticket->pace = pace;
    return ticket;
}

/* False: the lane is of no use any more. */
static bool get_in_line(struct lane *lane, struct ticket *ticket, const struct db_trip *trip)
{
    if (atomic_load(&lane->broken))
        return false;
    flight_begin(&ticket->flight, lane->connection, ticket->result, false);
    if (lane->first)
        ticket->flight.spares = lane->first->flight.trip;
    if (!flight_trip(&ticket->flight, trip) || !flight_send(&ticket->flight)) {
        break_off(lane);
        return false;
    }
    if (lane->last)
        lane->last->next = ticket;
    else
        lane->first = ticket;
    lane->last = ticket;
    if (lane->first == ticket)
        begin_head(lane, ticket->flight.start_us);
    return true;
}

/* An answer that would be the same on a connection of one's own. */
static bool settled(const struct ticket *ticket)
{
    switch (ticket->outcome) {
    case DB_OK: case DB_TIMEOUT: case DB_RAISED: case DB_NOT_ADMITTED: case DB_INVALID: case DB_DENIED: case DB_CONSTRAINT:
        return !ticket->result->trouble.stale;
    default:
        return false;
    }
}

/* False: to be done elsewhere. */
static bool lane_run(struct lane *lane, const struct db_trip *trip, unsigned pace, struct db_result **ret_result, enum db_outcome *ret_outcome)
{
    struct ticket *ticket = ticket_new(pace);
    pthread_mutex_lock(&lane->lock);
    if (!get_in_line(lane, ticket, trip)) {
        pthread_mutex_unlock(&lane->lock);
        ticket_free(ticket);
        return false;
    }
    ticket->left = !wait_landed(lane, ticket);
    bool fine = !ticket->left && settled(ticket);
    if (fine) {
        *ret_outcome = ticket->outcome;
        *ret_result = ticket->result;
        ticket->result = NULL;
    }
    bool gone = !ticket->left; /* else it is the line's, and whoever reads its answer frees it */
    pass_reading_on(lane);
    pthread_mutex_unlock(&lane->lock);
    if (gone)
        ticket_free(ticket);
    return fine;
}

/* ---- lanes ---- */

static bool open_to_others(struct lane *lane, const struct pool_demand *demand)
{
    int64_t now = clock_monotonic_us(), since = atomic_load(&lane->head_since);
    if (demand->wanted && now - lane->opened_us > TURN_US)
        return false;
    return lane->members < LINE_MAX && !atomic_load(&lane->broken) && (!since || now - since < SLOW_US) && connection_current(lane->connection);
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

static struct lane *lane_open(struct lanes *lanes, struct connection *connection, enum db_role role)
{
    struct lane *lane = calloc(1, sizeof *lane);
    if (!lane)
        abort(); /* out of memory */
    pthread_mutex_init(&lane->lock, NULL);
    lane->of = lanes;
    lane->connection = connection;
    lane->role = role;
    lane->opened_us = clock_monotonic_us();
    lane->members = 1;
    pthread_mutex_lock(&lanes->lock);
    lane->next = lanes->first[role];
    lanes->first[role] = lane;
    pthread_mutex_unlock(&lanes->lock);
    return lane;
}

static void lane_close(struct lane *lane, struct pool *pool)
{
    /* In line are at most those whom nobody waits for: the server may be at work on them for long. */
    if (lane->first || lane->broken)
        connection_close(lane->connection);
    while (lane->first)
        dismiss(lane, DB_AWAY, 0);
    pool_return(pool, lane->connection);
    pthread_mutex_destroy(&lane->lock);
    free(lane);
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
    if (last)
        lane_close(lane, pool);
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
        lane = lane_open(lanes, connection, role);
    }
    bool fine = lane_run(lane, trip, pace, ret_result, ret_outcome);
    lane_leave(lane, pool);
    return fine;
}

enum db_outcome pool_run(struct pool *pool, enum db_role role, const struct db_trip *trip, struct db_result **ret_result)
{
    struct lanes *lanes = pool_lanes(pool);
    bool shares = lanes && may_share(trip);
    enum db_outcome outcome;
    if (shares && run_shared(pool, role, trip, ret_result, &outcome))
        return outcome;
    outcome = run_alone(pool, role, trip, ret_result);
    if (shares && outcome == DB_OK)
        note_pace(lanes, pace_of(trip), (int64_t)db_result_time_us(*ret_result));
    return outcome;
}
