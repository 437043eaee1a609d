#include "db/nodes.h"
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "login.h"
#include "watch.h"

/* So long a node counts as one that does not answer. */
#define FAILED_US INT64_C(5000000)

/* At `at_us` the primary had flushed no more than `lsn`: who has replayed that shows all that was committed by then. */
struct sample { int64_t at_us; uint64_t lsn; };

struct nodes {
    pthread_mutex_t lock;
    char *conninfo, *password;
    PQconninfoOption *options;          /* what `words` was read from */
    char *lists[3];                     /* host, hostaddr and port, cut into words */
    struct nodes *primaries;
    int64_t max_lag_us;
    enum db_role watches_as;
    _Atomic uint32_t timeline;          /* the highest that was seen */
    _Atomic unsigned generation;
    unsigned primary;                   /* NODES_MAX = not known */
    struct sample samples[SAMPLES];     /* a ring */
    size_t sample_next;
    size_t count;
    struct node nodes[NODES_MAX];
    struct watch *watch;
};

static const char *option(const struct nodes *nodes, const char *keyword)
{
    for (const PQconninfoOption *o = nodes->options; o && o->keyword; o++)
        if (!strcmp(o->keyword, keyword))
            return o->val && *o->val ? o->val : NULL;
    return NULL;
}

/* The words of a list; returns how many. */
static size_t cut(char *list, const char **ret_words)
{
    size_t count = 0;
    for (char *word = list; word && count < NODES_MAX; count++) {
        char *comma = strchr(word, ',');
        if (comma)
            *comma = 0;
        ret_words[count] = word;
        word = comma ? comma + 1 : NULL;
    }
    return count;
}

/* A list of another length is libpq's to refuse, and so it gets the connection string as it stands. */
static bool read_hosts(struct nodes *nodes)
{
    static const char *const keywords[] = { "host", "hostaddr", "port" };
    const char *words[3][NODES_MAX] = { 0 };
    size_t counts[3] = { 0 };
    for (size_t i = 0; i < 3; i++) {
        const char *text = option(nodes, keywords[i]);
        nodes->lists[i] = text ? strdup(text) : NULL;
        if (text && !nodes->lists[i])
            return false;
        counts[i] = cut(nodes->lists[i], words[i]);
    }
    size_t count = counts[0] ? counts[0] : counts[1];
    bool even = (!counts[1] || counts[1] == count) && (counts[2] <= 1 || counts[2] == count);
    nodes->count = count && even ? count : 1;
    for (unsigned n = 0; n < nodes->count; n++) {
        struct node *node = &nodes->nodes[n];
        *node = (struct node){ .nodes = nodes, .number = n };
        if (nodes->count == 1)
            continue;
        node->host = words[0][n];
        node->hostaddr = words[1][n];
        node->port = words[2][counts[2] > 1 ? n : 0];
    }
    return true;
}

struct nodes *nodes_new(const struct nodes_settings *settings)
{
    struct nodes *nodes = calloc(1, sizeof *nodes);
    if (!nodes)
        return NULL;
    pthread_mutex_init(&nodes->lock, NULL);
    nodes->primaries = settings->primaries;
    nodes->max_lag_us = settings->max_lag_ms * INT64_C(1000);
    nodes->watches_as = settings->watches_as;
    nodes->primary = NODES_MAX;
    nodes->conninfo = strdup(settings->conninfo);
    nodes->password = settings->password ? strdup(settings->password) : NULL;
    nodes->options = PQconninfoParse(settings->conninfo, NULL);
    if (nodes->conninfo && (nodes->password || !settings->password) && read_hosts(nodes))
        return nodes; /* what libpq cannot read it refuses at each login, in its own words */
    nodes_free(nodes);
    return NULL;
}

void nodes_free(struct nodes *nodes)
{
    if (!nodes)
        return;
    watch_stop(nodes->watch);
    pthread_mutex_destroy(&nodes->lock);
    PQconninfoFree(nodes->options);
    for (size_t i = 0; i < 3; i++)
        free(nodes->lists[i]);
    free(nodes->conninfo);
    if (nodes->password)
        explicit_bzero(nodes->password, strlen(nodes->password));
    free(nodes->password);
    free(nodes);
}

bool nodes_watch(struct nodes *nodes)
{
    nodes->watch = watch_start(nodes, nodes->count, nodes->watches_as);
    return nodes->watch != NULL;
}

bool nodes_several(const struct nodes *nodes)
{
    return nodes->count > 1;
}

bool nodes_are_standbys(const struct nodes *nodes)
{
    return nodes->primaries != NULL;
}

const struct node *nodes_at(const struct nodes *nodes, unsigned number)
{
    return &nodes->nodes[number];
}

const char *nodes_conninfo(const struct nodes *nodes, const char **ret_password)
{
    *ret_password = nodes->password;
    return nodes->conninfo;
}

unsigned nodes_generation(const struct nodes *nodes)
{
    return atomic_load(&nodes->generation);
}

void nodes_suspect(struct nodes *nodes)
{
    atomic_fetch_add(&nodes->generation, 1);
}

bool nodes_watched(const struct nodes *nodes)
{
    return nodes->watch != NULL;
}

bool nodes_superseded(struct nodes *nodes, const struct session *session)
{
    if (nodes->primaries)
        return nodes_failed(nodes, session->node);
    return session->timeline && session->timeline < atomic_load(&nodes->timeline);
}

/* ---- who is tried, and in which order ---- */

static bool failed_lately(const struct node *node)
{
    return node->failed_us && clock_monotonic_us() - node->failed_us < FAILED_US;
}

bool nodes_failed(struct nodes *nodes, unsigned number)
{
    pthread_mutex_lock(&nodes->lock);
    bool failed = failed_lately(&nodes->nodes[number]);
    pthread_mutex_unlock(&nodes->lock);
    return failed;
}

void nodes_tell_failed(struct nodes *nodes, unsigned number)
{
    pthread_mutex_lock(&nodes->lock);
    nodes->nodes[number].failed_us = clock_monotonic_us();
    nodes->nodes[number].answered_us = 0;
    pthread_mutex_unlock(&nodes->lock);
}

/* The newest moment of which a standby shows everything, by what the primary had flushed then; 0 = none is known. */
static int64_t shows_until(struct nodes *primaries, uint64_t replayed)
{
    int64_t newest = 0;
    pthread_mutex_lock(&primaries->lock);
    for (size_t i = 0; i < SAMPLES; i++) {
        const struct sample *sample = &primaries->samples[i];
        if (sample->at_us > newest && sample->lsn <= replayed)
            newest = sample->at_us;
    }
    pthread_mutex_unlock(&primaries->lock);
    return newest;
}

static int64_t lag_us(const struct nodes *nodes, const struct node *node)
{
    if (!node->answered_us || !node->standby || failed_lately(node) || node->lsn == node->distrusted)
        return -1;
    int64_t until = shows_until(nodes->primaries, node->lsn);
    return until ? clock_monotonic_us() - until : -1;
}

/* 0 is tried first; -1 not at all. */
static int rank(const struct nodes *nodes, const struct node *node)
{
    if (nodes->primaries) {
        int64_t lag = lag_us(nodes, node);
        return lag < 0 || lag > nodes->max_lag_us ? -1 : 0;
    }
    return failed_lately(node) ? 2 : node->number != nodes->primary;
}

size_t nodes_order(struct nodes *nodes, unsigned *ret_order)
{
    size_t count = 0;
    pthread_mutex_lock(&nodes->lock);
    for (int wanted = 0; wanted <= 2; wanted++)
        for (unsigned n = 0; n < nodes->count; n++)
            if (rank(nodes, &nodes->nodes[n]) == wanted)
                ret_order[count++] = n;
    pthread_mutex_unlock(&nodes->lock);
    return count;
}

int64_t nodes_lag_us(struct nodes *nodes, const struct session *session)
{
    if (!nodes->primaries)
        return 0;
    pthread_mutex_lock(&nodes->lock);
    int64_t lag = lag_us(nodes, &nodes->nodes[session->node]);
    pthread_mutex_unlock(&nodes->lock);
    return lag;
}

bool nodes_current(struct nodes *nodes, const struct session *session)
{
    if (session->generation != atomic_load(&nodes->generation) || nodes_superseded(nodes, session))
        return false;
    if (!nodes->primaries)
        return true;
    int64_t lag = nodes_lag_us(nodes, session);
    return lag >= 0 && lag <= nodes->max_lag_us;
}

/* ---- what is told of them ---- */

bool nodes_tell_primary(struct nodes *nodes, unsigned number, uint32_t timeline)
{
    pthread_mutex_lock(&nodes->lock);
    uint32_t highest = atomic_load(&nodes->timeline);
    if (timeline > highest) {
        atomic_store(&nodes->timeline, timeline);
        memset(nodes->samples, 0, sizeof nodes->samples); /* positions of another timeline's log */
    }
    if (timeline >= highest) {
        nodes->primary = number;
        nodes->nodes[number].failed_us = 0;
    }
    pthread_mutex_unlock(&nodes->lock);
    return timeline >= highest;
}

/* The primaries' timeline changed: a standby that has gone further on the old one than the new one began cannot follow, and stands where it stood. */
static void distrust(struct nodes *nodes)
{
    uint32_t timeline = nodes->primaries ? atomic_load(&nodes->primaries->timeline) : atomic_load(&nodes->timeline);
    uint32_t known = atomic_load(&nodes->timeline);
    if (timeline == known)
        return;
    for (unsigned n = 0; n < nodes->count; n++)
        nodes->nodes[n].distrusted = known ? nodes->nodes[n].lsn : 0;
    atomic_store(&nodes->timeline, timeline);
}

static void tell_standby(struct nodes *nodes, struct node *node, const struct position *position)
{
    pthread_mutex_lock(&nodes->lock);
    distrust(nodes);
    node->standby = true;
    node->lsn = position->lsn;
    node->answered_us = clock_monotonic_us();
    node->failed_us = 0;
    pthread_mutex_unlock(&nodes->lock);
}

void nodes_tell(struct nodes *nodes, unsigned number, const struct position *position)
{
    struct node *node = &nodes->nodes[number];
    if (position->standby) {
        tell_standby(nodes, node, position);
        return;
    }
    bool newest = nodes->primaries || nodes_tell_primary(nodes, number, position->timeline);
    pthread_mutex_lock(&nodes->lock);
    node->standby = false;
    node->answered_us = clock_monotonic_us();
    if (newest && !nodes->primaries)
        nodes->samples[nodes->sample_next++ % SAMPLES] = (struct sample){ position->asked_us, position->lsn };
    pthread_mutex_unlock(&nodes->lock);
}
