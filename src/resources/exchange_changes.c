/* DESIGN. The log that the city platform follows. Entries have numbers, and the cursor is such a number: anybody may tell another where he is. Which entries there are says one statement, so
 * that the end that it names and the entries before it belong together. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "api/exchange.h"
#include "base/clock.h"
#include "base/text.h"
#include "feed.h"
#include "internal.h"
#include "resources/hooks.h"

#define LIMIT 200
#define FAR "999999999999999999"

#define LOOK_US INT64_C(500000)
#define NAP_NS 50000000L

/* `placed`: it is a place where somebody says he stands; else the beginning, or with from_end the end, wherever that is. */
struct asked { int64_t after; bool from_end, placed; size_t limit; int64_t wait_us; };

static bool read_asked(struct exchange *x, struct asked *ret_asked)
{
    const char *after = parameter(x, "after"), *given = parameter(x, "limit");
    const char *wait = parameter(x, "wait");
    int64_t limit = LIMIT, seconds = 0;
    *ret_asked = (struct asked){.from_end = after && strcmp(after, "now") == 0};
    if ((given && !text_to_int64(given, &limit)) || (wait && !text_to_int64(wait, &seconds)) || (after && !ret_asked->from_end && !text_to_int64(after, &ret_asked->after)))
        return problem(x, "invalid_parameter", NULL, NULL);
    ret_asked->placed = after && !ret_asked->from_end;
    ret_asked->limit = (size_t)limit;
    ret_asked->wait_us = seconds * 1000000;
    return true;
}

static bool ask(struct exchange *x, const struct asked *asked, struct db_result **ret_result)
{
    const char *after = asked->from_end ? FAR : arena_printf(x->arena, "%lld", (long long)asked->after);
    const struct named values[] = {{"district", x->principal.district}, {"after", after}, {"datasets", parameter(x, "dataset")},
                                   {"limit", arena_printf(x->arena, "%zu", asked->limit + 1)}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_exchangeChanges, values);
    return run_internal(x, (enum db_role)x->principal.role, false, &step, 1, ret_result);
}

static int64_t number(struct exchange *x, struct db_result *result, size_t row, const char *column)
{
    const char *text = db_result_text(result, x->arena, 0, row, column);
    return text ? strtoll(text, NULL, 10) : 0;
}

/* Without a log nobody has a place in it: 0 is before any. */
static bool place_kept(struct exchange *x, const struct asked *asked, struct db_result *result)
{
    if (!asked->placed)
        return true;
    if (!db_result_rows(result, 0))
        return asked->after == 0 || problem(x, "cursor_expired", NULL, NULL);
    const char *kept = db_result_text(result, x->arena, 0, 0, "!kept");
    return (kept && *kept == 't') || problem(x, "cursor_expired", NULL, NULL);
}

static bool is_empty(struct exchange *x, struct db_result *result)
{
    size_t rows = db_result_rows(result, 0);
    return rows == 0 || (rows == 1 && !db_result_text(result, x->arena, 0, 0, "cursor"));
}

/* False when it is over: the service stops. */
static bool nap_until(struct exchange *x, int64_t moment_us)
{
    const struct timespec nap = {.tv_nsec = NAP_NS};
    while (!x->service->stopping && clock_monotonic_us() < moment_us)
        nanosleep(&nap, NULL);
    return !x->service->stopping;
}

/* Looks again until there is something. From the end on, that is the end as it was first seen. Meanwhile the place may cease to be one. */
static bool wait_for_news(struct exchange *x, struct asked *asked, struct db_result **result)
{
    int64_t until = clock_monotonic_us() + asked->wait_us;
    if (asked->from_end && db_result_rows(*result, 0)) {
        asked->from_end = false;
        asked->placed = true;
        asked->after = number(x, *result, 0, "!end");
    }
    while (is_empty(x, *result) && clock_monotonic_us() < until) {
        int64_t next = clock_monotonic_us() + LOOK_US;
        if (!nap_until(x, next < until ? next : until))
            return true;
        if (!ask(x, asked, result) || !place_kept(x, asked, *result))
            return false;
    }
    return true;
}

/* Where to go on: never behind where somebody stands, for a standby may not be there yet. */
static int64_t end_for(struct exchange *x, const struct asked *asked, struct db_result *result)
{
    int64_t end = db_result_rows(result, 0) ? number(x, result, 0, "!end") : 0;
    return asked->placed && asked->after > end ? asked->after : end;
}

static bool answer(struct exchange *x, struct db_result *result, const struct asked *asked)
{
    size_t rows = db_result_rows(result, 0), shown = is_empty(x, result) ? 0 : rows;
    bool more = shown > asked->limit;
    shown = more ? asked->limit : shown;
    int64_t resume = more ? number(x, result, shown - 1, "cursor") : end_for(x, asked, result);
    return feed_answer(x, result, shown, more, arena_printf(x->arena, "%lld", (long long)resume));
}

bool read_exchange_changes(struct exchange *x)
{
    struct asked asked;
    struct db_result *result = NULL;
    if (!read_asked(x, &asked) || !ask(x, &asked, &result) || !place_kept(x, &asked, result))
        return false;
    if (asked.wait_us && wait_enter(x)) {
        bool fine = wait_for_news(x, &asked, &result);
        wait_leave(x);
        if (!fine)
            return false;
    }
    return answer(x, result, &asked);
}
