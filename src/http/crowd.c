/* DESIGN. Who gets a place when places are few. There are connections_max of them. When all are taken, whoever has been idle gives way, as front proxies keep many idle connections that cost them nothing to make
 * again; when nobody is idle, whoever has been sending one request for long (a slow client at best). What is being handled is never ended for another's sake. Who still has no place is told 503 at the door (door.c), or
 * 429 when it is his own address that has too many; a margin of further places is for what the door cannot tell: probes, figures, and TLS. */
#include "connection.h"

#include <string.h>
#include <sys/socket.h>
#include "base/clock.h"

#define IDLE_US 1000000
#define DAWDLING_US 5000000
#define LOOK_US 10000 /* so often all are looked through, however many come */

unsigned crowd_margin(const struct watch *watch)
{
    return watch->rules.connections_max / 16 + 4;
}

/* Households get whole networks of IPv6, so it is those that have a share. */
static void network_of(const struct sockaddr *address, unsigned char out[8])
{
    memset(out, 0, 8);
    if (!address)
        return;
    if (address->sa_family == AF_INET) {
        memcpy(out, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        memcpy(out, IN6_IS_ADDR_V4MAPPED(six) ? &six->s6_addr[12] : six->s6_addr, IN6_IS_ADDR_V4MAPPED(six) ? 4 : 8);
    }
}

static struct http_connection **bucket_of(struct watch *watch, const unsigned char network[8])
{
    uint64_t value;
    memcpy(&value, network, sizeof value);
    return &watch->neighbours[(value * UINT64_C(0x9E3779B97F4A7C15)) >> 54];
}

/* A few hundred at most, for that is what the bound is for. */
static unsigned count_of(struct watch *watch, const unsigned char network[8])
{
    unsigned count = 0;
    for (const struct http_connection *c = *bucket_of(watch, network); c; c = c->neighbour)
        count += memcmp(c->network, network, sizeof c->network) == 0;
    return count;
}

/* Ends some of those that have been in the phase for so long; a sixteenth of all at once, so that the list is not gone through for each that comes. */
static unsigned displace(struct watch *watch, enum connection_phase phase, int64_t age_us)
{
    unsigned ended = 0;
    int64_t before = clock_monotonic_us() - age_us;
    for (struct http_connection *c = watch->first; c && ended < crowd_margin(watch); c = c->next) {
        if (c->leaving || c->turned_away || c->expected || atomic_load(&c->phase) != (int)phase || atomic_load(&c->since_us) > before)
            continue;
        c->leaving = true;
        watch_shut(c, phase);
        ended++;
    }
    watch->leaving += ended;
    atomic_fetch_add(&watch->displaced, ended);
    return ended;
}

/* Can anybody give way? */
static bool make_room(struct watch *watch)
{
    int64_t now = clock_monotonic_us();
    if (now - watch->looked_us < LOOK_US)
        return false;
    if (displace(watch, PHASE_IDLE, IDLE_US) || displace(watch, PHASE_ARRIVING, DAWDLING_US))
        return true;
    watch->looked_us = now;
    return false;
}

static bool is_full(const struct watch *watch)
{
    return atomic_load(&watch->connections) >= watch->rules.connections_max + watch->leaving + watch->crowded;
}

/* Of one more from this address. */
static enum http_crowding crowding_of(struct watch *watch, const unsigned char network[8], const char *remote)
{
    const struct watch_rules *rules = &watch->rules;
    if (rules->per_address && count_of(watch, network) >= rules->per_address && !(rules->unbounded && rules->unbounded(rules->context, remote)))
        return HTTP_SHARE_TAKEN;
    if (is_full(watch) && !make_room(watch))
        return HTTP_FULL;
    return HTTP_ROOM;
}

void crowd_enter(struct watch *watch, struct http_connection *c, const struct sockaddr *address, enum http_crowding crowding)
{
    network_of(address, c->network);
    c->crowding = crowding;
    struct http_connection **bucket = bucket_of(watch, c->network);
    c->neighbour = *bucket;
    c->neighbour_link = bucket;
    if (c->neighbour)
        c->neighbour->neighbour_link = &c->neighbour;
    *bucket = c;
    c->turned_away = c->crowding != HTTP_ROOM;
    watch->crowded += c->turned_away;
    atomic_fetch_add(&watch->refused, c->turned_away);
}

void crowd_leave(struct watch *watch, struct http_connection *c)
{
    *c->neighbour_link = c->neighbour;
    if (c->neighbour)
        c->neighbour->neighbour_link = c->neighbour_link;
    watch->crowded -= c->turned_away;
    watch->leaving -= c->leaving;
}

enum http_crowding crowd_ask(struct watch *watch, const struct sockaddr *address)
{
    unsigned char network[8];
    char remote[INET6_ADDRSTRLEN];
    network_of(address, network);
    describe_peer(address, remote, sizeof remote);
    return crowding_of(watch, network, remote);
}

bool crowd_margin_left(struct watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    bool left = watch->crowded < crowd_margin(watch);
    pthread_mutex_unlock(&watch->lock);
    return left;
}

void crowd_count(struct watch *watch, bool closed)
{
    atomic_fetch_add(&watch->refused, 1);
    atomic_fetch_add(&watch->closed, closed);
}
