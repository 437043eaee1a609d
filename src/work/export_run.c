#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "export.h"
#include "internal.h"
#include "step.h"
#include "store.h"

#define LEASE_S 20
#define BEAT_US 1000000
#define TRIES_MAX "5"
#define PIECE (128 * 1024)

struct export {
    struct exporter *by;
    struct arena *arena;
    char lease[UUID_SIZE], file[UUID_SIZE];
    const char *district, *id, *user, *role, *format, *now, *expires_at, *list;
    bool pack;
    uint64_t bytes_max;
    int64_t expected;       /* rows; -1 = not known */
    json_t *parameters;
    struct errand *errand;
    struct store *store;
    int64_t beaten_us;      /* the last beat that was heard */
    bool lost;
    const char *trouble;    /* why it has failed for good */
    struct stored stored;
};

static struct db_result *ask(struct exporter *exporter, struct arena *arena, const struct internal_statement *internal, const struct bound *values)
{
    exporter->asking = true;
    struct db_result *result = work_ask(&exporter->asker, arena, NULL, true, internal, values);
    exporter->asking = false;
    return result;
}

/* While the database does not answer, the lease says how long it is this worker's. */
static void beat(struct export *e)
{
    char rows[24], bytes[24], expected[24] = "", lease_s[12];
    struct arena *arena = arena_new(64u << 10);
    if (!arena)
        return;
    snprintf(rows, sizeof rows, "%llu", (unsigned long long)(e->errand ? errand_rows(e->errand) : 0));
    snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)(e->store ? store_bytes(e->store) : 0));
    snprintf(lease_s, sizeof lease_s, "%d", LEASE_S);
    if (e->expected >= 0)
        snprintf(expected, sizeof expected, "%lld", (long long)e->expected);
    const struct bound values[] = {{"district", e->district}, {"id", e->id}, {"lease", e->lease}, {"lease_s", lease_s}, {"rows", rows}, {"bytes", bytes},
                                   {"rows_expected", expected}, {NULL, NULL}};
    int64_t now = clock_monotonic_us();
    struct db_result *result = ask(e->by, arena, &internal_exportBeat, values);
    e->lost = result ? !db_result_rows(result, 0) : now - e->beaten_us > LEASE_S * INT64_C(1000000);
    e->beaten_us = result ? now : e->beaten_us;
    arena_free(arena);
}

bool export_goes_on(void *thing)
{
    struct exporter *exporter = thing;
    struct export *e = exporter->export;
    if (exporter->asking)
        return true;
    if (atomic_load(exporter->stopping))
        return false;
    if (e && !e->lost && clock_monotonic_us() - e->beaten_us > BEAT_US)
        beat(e);
    return !e || !e->lost;
}

/* Rows into the file until there are none. False: it is broken off; e->trouble, if for good. */
static bool pump(struct export *e)
{
    char *piece = arena_alloc(e->arena, PIECE);
    for (;;) {
        ssize_t got = errand_more(e->errand, piece, PIECE);
        if (got < 0 || !export_goes_on(e->by))
            return false;
        if (got == 0)
            return true;
        if (!store_write(e->store, piece, (size_t)got))
            return false;
        if (store_bytes(e->store) > e->bytes_max) {
            e->trouble = "file_too_large";
            return false;
        }
    }
}

/* The last of the file and the word that it is done. From here on nothing beats: it would wait for its own row. */
static bool finish(struct export *e, struct connection *connection)
{
    char rows[24], bytes[24], expected[24] = "";
    struct db_result *result = NULL;
    if (!store_end(e->store, &e->stored))
        return false;
    snprintf(rows, sizeof rows, "%llu", (unsigned long long)errand_rows(e->errand));
    snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)e->stored.bytes);
    if (e->expected >= 0)
        snprintf(expected, sizeof expected, "%lld", (long long)e->expected);
    const struct bound values[] = {{"district", e->district}, {"id", e->id}, {"lease", e->lease}, {"rows", rows}, {"rows_expected", expected}, {"bytes", bytes},
                                   {"sha256", e->stored.sha256}, {"file_id", e->file}, {"expires_at", e->expires_at}, {NULL, NULL}};
    struct db_step step = work_step(e->arena, &internal_exportDone, values);
    e->by->asking = true;
    bool done = db_continue(connection, &step, 1, &result) == DB_OK && db_result_rows(result, 0) && db_commit(connection) == DB_OK;
    e->by->asking = false;
    arena_defer(e->arena, db_result_free, result);
    return done;
}

static const char *media_of(const struct export *e)
{
    if (e->pack)
        return "application/gzip";
    if (strcmp(e->format, "csv") == 0)
        return "text/csv; charset=utf-8";
    return strcmp(e->format, "ndjson") == 0 ? "application/x-ndjson" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

static bool write_over(struct export *e, struct connection *connection)
{
    const struct db_caller caller = {0};
    const struct db_trip trip = {.caller = &caller, .writes = true, .open = true};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(connection, &trip, &result);
    arena_defer(e->arena, db_result_free, result);
    if (outcome != DB_OK)
        return false;
    const struct store_file file = {
        .district = e->district, .id = e->file, .name = arena_printf(e->arena, "%s.%s%s", e->list, e->format, e->pack ? ".gz" : ""), .media = media_of(e),
        .open_to = arena_printf(e->arena, "{%s}", e->role), .user_id = e->user, .now = e->now, .expires_at = e->expires_at, .pack = e->pack};
    e->store = store_begin(connection, &file, &outcome);
    bool done = e->store && pump(e) && finish(e, connection);
    store_free(e->store);
    e->store = NULL;
    db_rollback(connection); /* of what is committed there is nothing to undo */
    return done;
}

/* What may be otherwise in a moment is tried again. */
static bool passes(const char *problem)
{
    return !*problem || strcmp(problem, "unavailable") == 0 || strcmp(problem, "outcome_unknown") == 0;
}

static bool write_file(struct export *e)
{
    struct connection *connection = NULL;
    e->expected = errand_count(e->errand);
    beat(e);
    if (!export_goes_on(e->by))
        return false;
    if (!errand_begin(e->errand)) {
        const char *problem = errand_problem(e->errand);
        e->trouble = passes(problem) ? NULL : problem;
        return false;
    }
    if (pool_borrow(e->by->notes, DB_WORKER, &connection) != DB_OK)
        return false;
    bool done = write_over(e, connection);
    pool_return(e->by->notes, connection);
    return done;
}

static void put(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text ? text : "");
}

static void read_principal(struct export *e, struct db_result *result, struct principal *p)
{
    *p = (struct principal){.role = TOKEN_PUBLIC};
    for (int i = 0; i < TOKEN_PUBLIC; i++)
        if (strcmp(e->role, db_role_names[i] + strlen("wuye_")) == 0)
            p->role = (enum token_role)i;
    const char *epoch = db_result_text(result, e->arena, 0, 0, "token_epoch");
    if (!epoch || !text_to_int64(epoch, &p->epoch))
        p->epoch = 0;
    put(p->user, sizeof p->user, e->user);
    put(p->district, sizeof p->district, e->district);
    put(p->street, sizeof p->street, db_result_text(result, e->arena, 0, 0, "street_code"));
    put(p->community, sizeof p->community, db_result_text(result, e->arena, 0, 0, "community_code"));
    put(p->firm, sizeof p->firm, db_result_text(result, e->arena, 0, 0, "firm_id"));
}

static enum representation representation_of(const char *format)
{
    return strcmp(format, "csv") == 0 ? REPRESENT_CSV : strcmp(format, "ndjson") == 0 ? REPRESENT_NDJSON : REPRESENT_XLSX;
}

/* False: the list is of another release, or there is no memory. */
static bool set_out(struct export *e, struct db_result *result)
{
    const char *parameters = db_result_text(result, e->arena, 0, 0, "parameters");
    struct errand_order order = {.list = errand_list(e->list), .representation = representation_of(e->format), .request_id = e->id};
    e->parameters = parameters ? json_loads(parameters, 0, NULL) : NULL;
    read_principal(e, result, &order.principal);
    order.parameters = e->parameters;
    if (!order.list || !e->parameters || order.principal.role == TOKEN_PUBLIC)
        e->trouble = "not_found";
    else
        e->errand = errand_new(e->by->service, &order);
    return e->errand != NULL;
}

static void give_back(struct export *e)
{
    bool stopped = atomic_load(e->by->stopping);
    const struct bound values[] = {{"district", e->district}, {"id", e->id}, {"lease", e->lease}, {"trouble", stopped ? NULL : e->trouble},
                                   {"stopped", stopped ? "true" : "false"}, {NULL, NULL}};
    (void)ask(e->by, e->arena, &internal_exportEnded, values);
    log_message(e->lost || stopped ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, e->lost ? "an export was cancelled" : "an export was broken off",
                json_pack("{ss, ss, ss, ss?}", "export", e->id, "district", e->district, "operation", e->list, "trouble", e->trouble));
}

static void work_on(struct export *e, struct db_result *result)
{
    int64_t began = clock_monotonic_us(), bytes_max;
    const char *most = db_result_text(result, e->arena, 0, 0, "bytes_max");
    e->bytes_max = most && text_to_int64(most, &bytes_max) ? (uint64_t)bytes_max : UINT64_MAX;
    e->beaten_us = began;
    e->by->export = e;
    bool done = set_out(e, result) && write_file(e);
    e->by->export = NULL;
    if (done)
        log_message(LOG_LEVEL_INFO, "export done", json_pack("{ss, ss, ss, sI, sI, sI}", "export", e->id, "district", e->district, "operation", e->list, "rows",
                                                             (json_int_t)errand_rows(e->errand), "bytes", (json_int_t)e->stored.bytes, "ms", (json_int_t)((clock_monotonic_us() - began) / 1000)));
    else
        give_back(e);
    errand_free(e->errand);
    json_decref(e->parameters);
}

bool export_next(struct exporter *exporter)
{
    char lease_s[12];
    struct arena *arena = arena_new(4u << 20);
    if (!arena)
        return false;
    struct export *e = arena_alloc(arena, sizeof *e);
    *e = (struct export){.by = exporter, .arena = arena, .expected = -1};
    uuid_make(e->lease);
    uuid_make(e->file);
    snprintf(lease_s, sizeof lease_s, "%d", LEASE_S);
    const struct bound values[] = {{"lease", e->lease}, {"lease_s", lease_s}, {"tries_max", TRIES_MAX}, {NULL, NULL}};
    struct db_result *result = ask(exporter, arena, &internal_exportClaim, values);
    bool found = result && db_result_rows(result, 0);
    if (found) {
        e->district = db_result_text(result, arena, 0, 0, "district_code");
        e->id = db_result_text(result, arena, 0, 0, "id");
        e->user = db_result_text(result, arena, 0, 0, "user_id");
        e->role = db_result_text(result, arena, 0, 0, "role");
        e->list = db_result_text(result, arena, 0, 0, "operation");
        e->format = db_result_text(result, arena, 0, 0, "format");
        e->now = db_result_text(result, arena, 0, 0, "now");
        e->expires_at = db_result_text(result, arena, 0, 0, "expires_at");
        e->pack = *db_result_text(result, arena, 0, 0, "gzip") == 't';
        work_on(e, result);
    }
    arena_free(arena);
    return found;
}
