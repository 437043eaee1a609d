/* DESIGN. What may be stale (x-stale) is read from a standby that is near enough to the primary, and from the primary where there is none, or where the standby does not
 * answer, or has not what was asked for: it may only not have it yet. Nobody who writes is answered so: x-stale is for callers without a token, and for bytes that never
 * change once they can be found. */
#include "internal.h"
#include "private.h"

#define SECOND_US 1000000

static bool may_be_stale(const struct exchange *x)
{
    return x->service->reads && x->operation && x->operation->stale & 1u << x->principal.role;
}

/* The standby's own trouble, or its being behind (in its schema too, while an upgrade has not reached it), is not the caller's: the primary judges again. But a value that is none is none there as
 * well, and what took too long would take as long. */
static bool settled(const struct exchange *x, enum db_outcome outcome, const struct db_result *result)
{
    if (outcome == DB_OK)
        return x->operation->answer == ANSWER_PAGE || db_result_rows(result, 0);
    return outcome == DB_INVALID || outcome == DB_TIMEOUT;
}

static bool ask_standby(struct exchange *x, enum db_role role, const struct db_trip *trip, struct db_result **ret_result, enum db_outcome *ret_outcome)
{
    struct connection *connection = NULL;
    if (pool_borrow(x->service->reads, role, &connection) != DB_OK)
        return false;
    int64_t lag_us = db_lag_us(connection);
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(connection, trip, &result);
    pool_return(x->service->reads, connection);
    if (!settled(x, outcome, result)) {
        db_result_free(result);
        return false;
    }
    x->stale_s = lag_us < 0 ? 1 : (unsigned)((lag_us + SECOND_US - 1) / SECOND_US);
    *ret_result = result;
    *ret_outcome = outcome;
    return true;
}

enum db_outcome run_trip(struct exchange *x, enum db_role role, const struct db_trip *trip, struct db_result **ret_result)
{
    enum db_outcome outcome;
    x->stale_s = 0;
    if (may_be_stale(x) && ask_standby(x, role, trip, ret_result, &outcome))
        return outcome;
    return pool_run(x->service->pool, role, trip, ret_result);
}
