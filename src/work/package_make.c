#include <stdlib.h>
#include <string.h>
#include "api/operation.h"
#include "api/signing.h"
#include "auth/token.h"
#include "base/canonical.h"
#include "base/log.h"
#include "base/text.h"
#include "internal.h"
#include "package_parts.h"
#include "step.h"

#define MANIFEST_TYPE "wuye-manifest+jws"

/* ---- A dataset, read by another connection ---- */

static int next_exported(void *export, const struct cell **ret_cells)
{
    return db_export_next(export, ret_cells);
}

static bool copy(struct package *package, struct connection *reader, const struct package_rows *file, const char *query)
{
    const struct sql_token token = {.text = true, .length = (uint32_t)strlen(query)};
    const struct statement statement = {.name = "exchangePackage", .text = query, .tokens = &token, .token_count = 1, .returns = SQL_RETURNS_ROWS};
    const struct db_caller caller = {.district = package->district};
    const struct db_step step = {.statement = &statement};
    const struct db_trip trip = {.caller = &caller, .snapshot = package->snapshot, .steps = &step, .step_count = 1};
    struct db_export *export = NULL;
    package->outcome = db_export_begin(reader, &trip, &export);
    if (package->outcome != DB_OK)
        return false;
    const struct package_rows rows = {.dataset = file->dataset, .file = file->file, .shape = db_export_shape(export), .next = next_exported, .source = export};
    bool written = package_write(package, &rows);
    db_export_end(export);
    return written;
}

static bool write_dataset(struct package *package, const struct package_rows *file, const char *query)
{
    struct connection *reader = NULL;
    package->outcome = pool_borrow(package->settings->pool, DB_PLATFORM, &reader);
    if (package->outcome != DB_OK)
        return false;
    bool written = copy(package, reader, file, query);
    if (!written && *db_last_detail(reader))
        log_message(LOG_LEVEL_ERROR, "a dataset cannot be read", json_pack("{ss, ss, ss}", "dataset", file->dataset, "file", file->file, "trouble", db_last_detail(reader)));
    pool_return(package->settings->pool, reader);
    return written;
}

static bool write_datasets(struct package *package, struct db_result *files, size_t step)
{
    for (size_t i = 0; i < db_result_rows(files, step); i++) {
        const struct package_rows file = {.dataset = db_result_text(files, package->arena, step, i, "dataset"), .file = db_result_text(files, package->arena, step, i, "file")};
        if (!write_dataset(package, &file, db_result_text(files, package->arena, step, i, "query")))
            return false;
    }
    return true;
}

/* ---- What is counted, and what is told of the members: rows of this very transaction ---- */

struct listed { struct db_result *result; size_t at; };

static int next_listed(void *source, const struct cell **ret_cells)
{
    struct listed *listed = source;
    if (listed->at == db_result_rows(listed->result, 0))
        return 0;
    *ret_cells = db_result_row(listed->result, 0, listed->at++);
    return 1;
}

static bool write_listed(struct package *package, const char *name, struct db_result *result)
{
    if (!result)
        return false;
    struct listed listed = {.result = result};
    const struct package_rows rows = {.dataset = name, .file = name, .shape = db_result_shape(result, 0), .next = next_listed, .source = &listed};
    bool written = package_write(package, &rows);
    db_result_free(result);
    return written;
}

static bool write_figures(struct package *package)
{
    const struct bound values[] = {{"district", package->district}, {"id", package->id}, {"month", package->month}, {NULL, NULL}};
    struct db_result *counted = package_ask(package, &internal_packageCount, values);
    db_result_free(counted);
    return counted && write_listed(package, "figures", package_ask(package, &internal_packageFigures, values));
}

static bool write_dictionary(struct package *package, const json_t *contract)
{
    char *schemas = json_dumps(json_object_get(json_object_get(contract, "components"), "schemas"), JSON_COMPACT);
    const struct bound values[] = {{"schemas", schemas}, {NULL, NULL}};
    bool written = schemas && write_listed(package, "dictionary", package_ask(package, &internal_packageDictionary, values));
    free(schemas);
    return written;
}

/* ---- The manifest ---- */

static json_t *number_or_null(const char *text)
{
    int64_t number;
    return text && text_to_int64(text, &number) ? json_integer(number) : json_null();
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *trail_of(struct package *package)
{
    const struct bound values[] = {{"district", package->district}, {"month", package->month}, {NULL, NULL}};
    struct db_result *sealed = package_ask(package, &internal_packageAudit, values);
    const char *rows = sealed ? db_result_text(sealed, package->arena, 0, 0, "rows") : NULL, *head = sealed ? db_result_text(sealed, package->arena, 0, 0, "head") : NULL;
    json_t *trail = sealed ? json_null() : NULL;
    if (rows && head)
        trail = json_pack("{ss, so, ss, so}", "month", package->month, "rows", number_or_null(rows), "head", head, "previous_head",
                          text_or_null(db_result_text(sealed, package->arena, 0, 0, "previous_head")));
    db_result_free(sealed);
    return trail;
}

static json_t *previous_of(struct package *package, struct db_result *head)
{
    const char *month = db_result_text(head, package->arena, 0, 0, "previous_month");
    return month ? json_pack("{ss, so, ss}", "month", month, "version", number_or_null(db_result_text(head, package->arena, 0, 0, "previous_version")), "sha256",
                             db_result_text(head, package->arena, 0, 0, "previous_sha256"))
                 : json_null();
}

/* One line, always the same for the same members; the caller frees it. */
static char *manifest_text(struct package *package, struct db_result *head, const json_t *contract, json_t *trail)
{
    const char *contract_version = json_string_value(json_object_get(json_object_get(contract, "info"), "version"));
    struct arena *arena = package->arena;
    json_t *manifest = json_pack("{ss, ss, ss, so, so, ss, so, so, ss, so, so, sO}", "format", "wuye-exchange/1", "district_code", package->district, "month", package->month,
                                 "version", number_or_null(db_result_text(head, arena, 0, 0, "package_version")), "reason", text_or_null(db_result_text(head, arena, 0, 0, "reason")),
                                 "frozen_at", package->frozen_at, "supersedes", text_or_null(db_result_text(head, arena, 0, 0, "supersedes")), "previous", previous_of(package, head),
                                 "schema_version", arena_printf(arena, "%s+%d", contract_version ? contract_version : "", schema_version),
                                 "feed_cursor", number_or_null(db_result_text(head, arena, 0, 0, "feed_cursor")), "audit", trail, "datasets", package->datasets);
    char *line = manifest ? canonical_json(manifest) : NULL;
    char *text = NULL;
    size_t length = line ? strlen(line) : 0;
    if (line && (text = realloc(line, length + 2)))
        memcpy(text + length, "\n", 2);
    json_decref(manifest);
    return text;
}

/* NULL: why not. */
static const char *freeze(struct package *package, const char *manifest)
{
    enum db_outcome outcome;
    char digest[65];
    const char *key = signing_key_read(package->settings->pool, package->arena, &package->settings->seals, &outcome);
    const char *signature = key ? bytes_sign(package->arena, key, MANIFEST_TYPE, manifest, strlen(manifest)) : NULL;
    if (!signature)
        return outcome == DB_OK ? "no_signing_key" : "interrupted";
    secret_digest(manifest, strlen(manifest), digest);
    const struct bound values[] = {{"id", package->id}, {"manifest", manifest}, {"signature", signature}, {"sha256", digest}, {NULL, NULL}};
    struct db_result *frozen = package_ask(package, &internal_packageFreeze, values);
    db_result_free(frozen);
    if (frozen)
        package->outcome = db_commit(package->connection);
    return frozen && package->outcome == DB_OK ? NULL : "database";
}

/* ---- One package ---- */

static const char *finish(struct package *package, struct db_result *head, const json_t *contract)
{
    json_t *trail = contract && write_figures(package) && write_dictionary(package, contract) ? trail_of(package) : NULL;
    char *manifest = trail ? manifest_text(package, head, contract, trail) : NULL;
    const char *why = manifest ? freeze(package, manifest) : "database";
    free(manifest);
    return why;
}

/* Within the transaction; NULL when all is committed, "" when another has it, else a word of what it failed over. */
static const char *make(struct package *package, struct db_result *head)
{
    struct arena *arena = package->arena;
    if (!db_result_rows(head, 0))
        return "";
    package->month = db_result_text(head, arena, 0, 0, "month");
    package->frozen_at = db_result_text(head, arena, 0, 0, "frozen_at");
    package->snapshot = db_result_text(head, arena, 0, 0, "snapshot");
    package->datasets = json_array();
    json_t *contract = json_loadb((const char *)openapi_json, openapi_json_length, 0, NULL);
    const char *why = write_datasets(package, head, 1) ? finish(package, head, contract) : "database";
    json_decref(contract);
    json_decref(package->datasets);
    return why && (package->outcome == DB_AWAY || atomic_load(package->settings->stopping)) ? "interrupted" : why;
}

static const char *attempt(struct package *package)
{
    const struct bound values[] = {{"district", package->district}, {"id", package->id}, {NULL, NULL}};
    const struct db_caller caller = {.district = package->district};
    const struct db_step steps[] = {work_step(package->arena, &internal_packageBegin, values), work_step(package->arena, &internal_packageFiles, values)};
    const struct db_trip trip = {.caller = &caller, .writes = true, .open = true, .stable = true, .steps = steps, .step_count = 2};
    struct db_result *head = NULL;
    package->outcome = pool_borrow(package->settings->pool, DB_WORKER, &package->connection);
    if (package->outcome != DB_OK)
        return "interrupted";
    package->outcome = db_run(package->connection, &trip, &head);
    const char *why = package->outcome == DB_OK ? make(package, head) : "interrupted";
    if (why && *why && package->outcome != DB_OK && *db_last_detail(package->connection))
        log_message(LOG_LEVEL_ERROR, "a month is not frozen: the database refuses", json_pack("{ss, ss}", "month", package->month ? package->month : "", "trouble", db_last_detail(package->connection)));
    if (why)
        db_rollback(package->connection);
    db_result_free(head);
    pool_return(package->settings->pool, package->connection);
    return why;
}

bool package_make_next(struct packages_settings *settings)
{
    struct arena *arena = arena_new(64u << 20);
    if (!arena)
        return false;
    const struct bound none[] = {{NULL, NULL}};
    struct db_result *taken = work_ask(&settings->asker, arena, NULL, true, &internal_packageTake, none);
    bool found = taken && db_result_rows(taken, 0);
    if (found) {
        struct package package = {.settings = settings, .arena = arena, .district = db_result_text(taken, arena, 0, 0, "district_code"), .id = db_result_text(taken, arena, 0, 0, "id")};
        const char *why = attempt(&package);
        json_t *more = json_pack("{ss, ss, ss?, sI}", "district", package.district, "month", package.month ? package.month : "", "trouble", why, "parts", (json_int_t)package.position);
        log_message(why && *why ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO, why ? "a month is not frozen yet" : "a month is frozen", more);
        const struct bound values[] = {{"id", package.id}, {"trouble", why}, {NULL, NULL}};
        if (why && *why)
            (void)work_ask(&settings->asker, arena, package.district, true, &internal_packageFail, values);
    }
    arena_free(arena);
    return found;
}
