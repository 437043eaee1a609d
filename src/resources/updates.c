/* DESIGN. The feed of a hotline's updates. A list ends; this does not: whoever reads it keeps where he was (`resume`) and comes again. That place is the last
 * update that was shown, or, when all were, the district's last step below which nothing can be added any more, so that what belongs to others is not read over twice. */
#include <stdlib.h>
#include <string.h>
#include "api/exchange.h"
#include "base/text.h"
#include "feed.h"
#include "internal.h"
#include "resources/hooks.h"

#define NEVER "-infinity"
#define LAST_ID "ffffffff-ffff-ffff-ffff-ffffffffffff"

struct place { const char *position, *at, *id; };

/* A cursor is worth something to its own client alone. */
static const char *scope(struct exchange *x)
{
    return arena_printf(x->arena, "%s\n%s\n%s", x->operation->id, x->principal.district, x->principal.user);
}

static bool place_read(struct exchange *x, struct place *ret_place)
{
    const char *cursor = parameter(x, "cursor"), *key, *id;
    *ret_place = (struct place){"-1", NEVER, LAST_ID};
    if (!cursor)
        return true;
    if (!cursor_read(x->arena, x->service->cursor_key, scope(x), cursor, &key, &id) || !key)
        return problem(x, "invalid_cursor", NULL, NULL);
    const char *blank = strchr(key, ' ');
    if (!blank)
        return problem(x, "invalid_cursor", NULL, NULL);
    *ret_place = (struct place){arena_strndup(x->arena, key, (size_t)(blank - key)), blank + 1, id};
    return true;
}

static const char *place_write(struct exchange *x, const struct place *place)
{
    return cursor_write(x->arena, x->service->cursor_key, scope(x), arena_printf(x->arena, "%s %s", place->position, place->at), place->id);
}

/* Behind the last that is shown; with all shown, behind whatever is certain. That may be less than it was when the caller last asked (events_settled): he never goes back. */
static struct place place_after(struct exchange *x, struct db_result *result, size_t shown, bool more, const struct place *from)
{
    struct place last = *from;
    if (shown)
        last = (struct place){db_result_text(result, x->arena, 0, shown - 1, "!position"), db_result_text(result, x->arena, 0, shown - 1, "at"),
                              db_result_text(result, x->arena, 0, shown - 1, "id")};
    int64_t horizon = strtoll(db_result_text(result, x->arena, 0, 0, "!horizon"), NULL, 10);
    if (more || horizon <= strtoll(last.position, NULL, 10))
        return last;
    return (struct place){arena_printf(x->arena, "%lld", (long long)horizon - 1), "infinity", LAST_ID};
}

static bool answer(struct exchange *x, struct db_result *result, size_t limit, const struct place *from)
{
    size_t rows = db_result_rows(result, 0), shown = rows;
    if (rows == 1 && !db_result_text(result, x->arena, 0, 0, "id"))
        shown = 0;
    bool more = shown > limit;
    shown = more ? limit : shown;
    struct place place = place_after(x, result, shown, more, from);
    return feed_answer(x, result, shown, more, place_write(x, &place));
}

bool read_hotline_updates(struct exchange *x)
{
    struct place place;
    int64_t limit = 50;
    const char *given = parameter(x, "limit");
    if (given && !text_to_int64(given, &limit))
        return problem(x, "invalid_parameter", NULL, NULL);
    if (!place_read(x, &place))
        return false;
    const struct named values[] = {{"district", x->principal.district}, {"user_id", x->principal.user}, {"position", place.position}, {"at", place.at}, {"id", place.id},
                                   {"limit", arena_printf(x->arena, "%lld", (long long)limit + 1)}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_hotlineUpdates, values);
    struct db_result *result = NULL;
    /* Planned for this very place and client: from far behind and from the end, for one with many tickets and for one with few, the best way is another. */
    return run_planned(x, (enum db_role)x->principal.role, &step, &result) && answer(x, result, (size_t)limit, &place);
}
