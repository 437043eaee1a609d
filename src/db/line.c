#include "line.h"
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include "base/clock.h"
#include "base/turn.h"
#include "lane.h"
#include "trip.h"

#define SLOW_US 5000        /* nobody gets in line behind what has been at the head for so long */
#define PATIENCE_US 25000   /* who is in line for so long leaves, if there is a connection for him */
#define STUBBORN_US 250000  /* or, where he would have to wait for one, for so long */
#define DRAIN_US 20000      /* for the answers that nobody waits for any more */
#define SPELL_US 50000      /* who waits at the socket looks whether another has something to send, or has read what he waits for: libpq does that when it cannot send */

/* One trip under way. */
struct ticket {
    struct flight flight;
    struct db_result *result;
    enum db_outcome outcome;
    int64_t took_us;
    bool left;              /* nobody waits for it any more */
    pthread_mutex_t lock;   /* of what he is told: whose answer has come goes on without the line's */
    pthread_cond_t stirred;
    enum { NOTHING, READ_ON, DONE } told; /* written by others under both locks */
    struct ticket *next;
};

struct line {
    pthread_mutex_t lock;   /* of the connection and the line; not held while somebody waits at the socket */
    struct connection *connection;
    struct pool *pool;      /* where whoever leaves would have another connection */
    struct ticket *first, *last; /* sent and not answered, in the order in which the answers come */
    bool reading;           /* somebody waits at the socket */
    int64_t landed_us;      /* when the last answer came */
    _Atomic int64_t head_since; /* since when the server is at work on the first; 0 = there is none */
    _Atomic bool broken;    /* nothing more may be sent */
};

static void ticket_free(struct ticket *ticket)
{
    db_result_free(ticket->result);
    pthread_cond_destroy(&ticket->stirred);
    pthread_mutex_destroy(&ticket->lock);
    free(ticket);
}

/* Once it is DONE it is his who waits. */
static void tell(struct ticket *ticket, int what)
{
    pthread_mutex_lock(&ticket->lock);
    ticket->told = what;
    pthread_cond_signal(&ticket->stirred);
    pthread_mutex_unlock(&ticket->lock);
}

/* The time that its statement may take begins now. */
static void begin_head(struct line *line, int64_t now)
{
    atomic_store(&line->head_since, line->first ? now : 0);
    if (line->first)
        line->first->flight.deadline_us += now - line->first->flight.start_us;
}

/* The first leaves the line with its outcome. */
static void dismiss(struct line *line, enum db_outcome outcome, int64_t now)
{
    struct ticket *ticket = line->first;
    line->first = ticket->next;
    if (!line->first)
        line->last = NULL;
    begin_head(line, now);
    ticket->outcome = outcome;
    if (ticket->left)
        ticket_free(ticket);
    else
        tell(ticket, DONE);
}

/* What is in line has to be done elsewhere. Who waits at the socket is woken; only he, or the last to leave, may close it. */
static void break_off(struct line *line)
{
    atomic_store(&line->broken, true);
    (void)shutdown(line->connection->watch, SHUT_RDWR);
    while (line->first)
        dismiss(line, DB_AWAY, clock_monotonic_us());
}

static void land(struct line *line, enum wait waited)
{
    struct ticket *ticket = line->first;
    int64_t now = clock_monotonic_us(), began = ticket->flight.start_us > line->landed_us ? ticket->flight.start_us : line->landed_us;
    ticket->took_us = now - began;
    line->landed_us = now;
    dismiss(line, flight_end(&ticket->flight, waited), now);
    if (!line->connection->pg)
        break_off(line);
}

/* Hand out what has come. */
static bool hand_out(struct line *line)
{
    enum wait waited;
    bool any = false;
    while (line->first && flight_read(&line->first->flight, &waited)) {
        land(line, waited);
        any = true;
    }
    return any;
}

/* Wait at the socket, and hand out. */
static void read_once(struct line *line, int64_t until)
{
    struct connection *connection = line->connection;
    int64_t spell = clock_monotonic_us() + SPELL_US;
    int unsent = PQflush(connection->pg);
    line->reading = true;
    pthread_mutex_unlock(&line->lock);
    bool stirs = unsent < 0 || connection_stirs(connection, (short)(POLLIN | (unsent ? POLLOUT : 0)), spell < until ? spell : until);
    pthread_mutex_lock(&line->lock);
    line->reading = false;
    if (atomic_load(&line->broken) || !line->first)
        return;
    if (unsent < 0 || (stirs && !PQconsumeInput(connection->pg)))
        land(line, WAIT_BROKEN);
    else if (!hand_out(line) && (connection_superseded(connection) || clock_monotonic_us() >= line->first->flight.deadline_us))
        land(line, WAIT_DEADLINE);
}

/* What came while nobody was reading. */
static void look(struct line *line)
{
    if (!line->reading && !atomic_load(&line->broken) && PQconsumeInput(line->connection->pg))
        (void)hand_out(line);
}

/* True when his answer was handed to him: then the line's lock is not held any more. */
static bool wait_turn(struct line *line, struct ticket *mine)
{
    int64_t until = clock_monotonic_us() + PATIENCE_US;
    pthread_mutex_unlock(&line->lock);
    turn_wait_begin();
    pthread_mutex_lock(&mine->lock);
    while (mine->told == NOTHING && clock_wait(&mine->stirred, &mine->lock, until) == 0)
        ;
    bool done = mine->told == DONE;
    if (!done)
        mine->told = NOTHING;
    pthread_mutex_unlock(&mine->lock);
    turn_wait_end();
    if (done)
        return true;
    pthread_mutex_lock(&line->lock);
    if (mine->told != DONE)
        look(line);
    return false;
}

/* Whether he would rather wait elsewhere: what he has begun here is done all the same, and twice. */
static bool goes_elsewhere(struct line *line, const struct ticket *mine)
{
    int64_t waited = clock_monotonic_us() - mine->flight.start_us;
    return waited >= STUBBORN_US || (waited >= PATIENCE_US && !pool_demand(line->pool).exhausted);
}

/* Not where an answer has come that whoever reads has not got round to. */
static bool loses_patience(struct line *line, struct ticket *mine)
{
    if (line->first == mine || !goes_elsewhere(line, mine))
        return false;
    look(line);
    return mine->told != DONE && line->first != mine && !(line->reading && socket_wait(line->connection->watch, POLLIN, 0));
}

enum how {
    LEFT,   /* those before take too long */
    LANDED,
    HANDED, /* by whoever read, who sees to the line: its lock is not held any more */
};

static enum how wait_landed(struct line *line, struct ticket *mine)
{
    while (mine->told != DONE) {
        if (loses_patience(line, mine))
            return LEFT;
        if (mine->told == DONE)
            break;
        if (!line->reading)
            read_once(line, line->first == mine ? mine->flight.deadline_us : clock_monotonic_us() + PATIENCE_US);
        else if (wait_turn(line, mine))
            return HANDED;
    }
    return LANDED;
}

/* Whoever is next in line reads from now on. */
static void pass_reading_on(struct line *line)
{
    struct ticket *next = line->reading ? NULL : line->first;
    while (next && next->left)
        next = next->next;
    if (next)
        tell(next, READ_ON);
}

static struct ticket *ticket_new(void)
{
    struct ticket *ticket = calloc(1, sizeof *ticket);
    struct db_result *result = result_new();
    if (!ticket || !result)
        abort(); /* out of memory */
    pthread_mutex_init(&ticket->lock, NULL);
    clock_condition(&ticket->stirred);
    ticket->result = result;
    return ticket;
}

/* False: to be done elsewhere. */
static bool get_in_line(struct line *line, struct ticket *ticket, const struct db_trip *trip)
{
    if (atomic_load(&line->broken) || flight_hangs_on_another(line->connection, trip))
        return false;
    flight_begin(&ticket->flight, line->connection, ticket->result, false);
    if (line->first)
        ticket->flight.spares = line->first->flight.trip;
    if (!flight_trip(&ticket->flight, trip) || !flight_send(&ticket->flight)) {
        break_off(line);
        return false;
    }
    if (line->last)
        line->last->next = ticket;
    else
        line->first = ticket;
    line->last = ticket;
    if (line->first == ticket)
        begin_head(line, ticket->flight.start_us);
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

bool line_run(struct line *line, const struct db_trip *trip, struct landing *ret_landing)
{
    struct ticket *ticket = ticket_new();
    pthread_mutex_lock(&line->lock);
    if (!get_in_line(line, ticket, trip)) {
        pthread_mutex_unlock(&line->lock);
        ticket_free(ticket);
        return false;
    }
    enum how how = wait_landed(line, ticket);
    if (how != HANDED) {
        ticket->left = how == LEFT; /* then it is the line's, and whoever reads its answer frees it */
        pass_reading_on(line);
        pthread_mutex_unlock(&line->lock);
    }
    if (how == LEFT)
        return false;
    bool fine = settled(ticket);
    if (fine) {
        *ret_landing = (struct landing){ .outcome = ticket->outcome, .result = ticket->result, .took_us = ticket->took_us };
        ticket->result = NULL;
    }
    ticket_free(ticket);
    return fine;
}

bool line_takes_more(struct line *line)
{
    int64_t since = atomic_load(&line->head_since);
    return !atomic_load(&line->broken) && (!since || clock_monotonic_us() - since < SLOW_US) && connection_current(line->connection);
}

struct line *line_new(struct connection *connection, struct pool *pool)
{
    if (connection->watch < 0)
        return NULL;
    struct line *line = calloc(1, sizeof *line);
    if (!line)
        abort(); /* out of memory */
    pthread_mutex_init(&line->lock, NULL);
    line->connection = connection;
    line->pool = pool;
    return line;
}

/* In line are at most those whom nobody waits for. Mostly they are through in no time, and a session made anew would cost the database far more. */
static void drain(struct line *line)
{
    int64_t until = clock_monotonic_us() + DRAIN_US;
    pthread_mutex_lock(&line->lock);
    while (line->first && !atomic_load(&line->broken) && clock_monotonic_us() < until)
        read_once(line, until);
    pthread_mutex_unlock(&line->lock);
}

struct connection *line_end(struct line *line)
{
    struct connection *connection = line->connection;
    drain(line);
    if (line->first || line->broken)
        connection_close(connection);
    while (line->first)
        dismiss(line, DB_AWAY, clock_monotonic_us());
    pthread_mutex_destroy(&line->lock);
    free(line);
    return connection;
}
