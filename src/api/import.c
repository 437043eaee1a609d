#include "api/import.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "import_private.h"
#include "internal.h"

#define CHUNK "1000"
#define PROBLEMS_KEPT 10000 /* of one transaction that will be undone: more are the same mistake */
#define TRIES 300
#define TRY_US 100000

struct db_result *import_ask(struct import_job *job, enum import_how how, const struct internal_statement *internal, const struct import_value *values)
{
    const char *bound[16] = {0};
    for (size_t i = 0; i < internal->name_count && i < sizeof bound / sizeof *bound; i++)
        for (const struct import_value *v = values; v->name; v++)
            if (strcmp(v->name, internal->names[i]) == 0)
                bound[i] = v->value && *v->value ? v->value : NULL;
    const struct db_step step = {.statement = internal->statement, .values = bound};
    struct db_trip trip = {.caller = &job->order->caller, .writes = true, .open = how == IMPORT_OPENS, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    job->outcome = how == IMPORT_WITHIN ? db_continue(job->connection, &step, 1, &result) : db_run(job->connection, &trip, &result);
    arena_defer(job->arena, db_result_free, result);
    return job->outcome == DB_OK ? result : NULL;
}

bool import_turn(struct import_job *job)
{
    arena_free(job->arena);
    job->arena = arena_new(4u << 20);
    if (!job->arena)
        abort(); /* out of memory */
    if (job->order->progress)
        job->order->progress(job->order->listener, &job->at);
    return !job->order->stop || !atomic_load(job->order->stop);
}

static uint64_t number(struct import_job *job, struct db_result *result, const char *label)
{
    const char *text = db_result_text(result, job->arena, 0, 0, label);
    return text ? strtoull(text, NULL, 10) : 0;
}

/* All others may be busy for a while: an import is in no hurry. */
static bool attach(struct import_job *job)
{
    for (int i = 0; i < TRIES / 10; i++) {
        job->outcome = pool_borrow(job->order->pool, job->order->role, &job->connection);
        if (job->outcome != DB_BUSY)
            return job->outcome == DB_OK;
        if (job->order->stop && atomic_load(job->order->stop))
            return false;
    }
    return false;
}

static void detach(struct import_job *job)
{
    if (job->connection)
        pool_return(job->order->pool, job->connection);
    job->connection = NULL;
}

/* Over a connection of its own, so that an open transaction neither holds it back nor takes it along. */
static struct db_result *note(struct import_job *job, const struct internal_statement *internal, const struct import_value *values)
{
    struct connection *own = job->connection;
    struct db_result *result = NULL;
    job->connection = NULL;
    if (pool_borrow(job->order->notes, job->order->role, &job->connection) == DB_OK) {
        result = import_ask(job, IMPORT_ALONE, internal, values);
        pool_return(job->order->notes, job->connection);
    }
    job->connection = own;
    return result;
}

struct counts { char created[24], updated[24], unchanged[24]; };

static void print_counts(const struct import_progress *at, struct counts *out)
{
    snprintf(out->created, sizeof out->created, "%llu", (unsigned long long)at->created);
    snprintf(out->updated, sizeof out->updated, "%llu", (unsigned long long)at->updated);
    snprintf(out->unchanged, sizeof out->unchanged, "%llu", (unsigned long long)at->unchanged);
}

static void beat(struct import_job *job)
{
    struct counts counts;
    print_counts(&job->at, &counts);
    const struct import_value values[] = {{"district", job->order->caller.district}, {"id", job->order->id}, {"created", counts.created},
                                          {"updated", counts.updated}, {"unchanged", counts.unchanged}, {NULL, NULL}};
    (void)note(job, &internal_importBeat, values);
}

bool import_tell(struct import_job *job, const char *problems)
{
    const struct import_value values[] = {{"id", job->order->id}, {"problems", problems}, {NULL, NULL}};
    return note(job, &internal_importTell, values) != NULL;
}

/* How it ended. Within the transaction of the rows themselves, or beside it. */
static bool finish(struct import_job *job, bool within, const char *state, const char *trouble)
{
    struct counts counts;
    print_counts(&job->at, &counts);
    const struct import_value values[] = {{"district", job->order->caller.district}, {"id", job->order->id}, {"state", state}, {"trouble", trouble},
                                          {"created", counts.created}, {"updated", counts.updated}, {"unchanged", counts.unchanged}, {NULL, NULL}};
    struct db_result *result = within ? import_ask(job, IMPORT_WITHIN, &internal_importFinish, values) : note(job, &internal_importFinish, values);
    for (int i = 0; !within && !result && i < 3; i++)
        result = note(job, &internal_importFinish, values);
    job->at.state = state;
    return result && db_result_rows(result, 0) == 1;
}

static bool check_all(struct import_job *job)
{
    char after[24] = "0";
    job->at.state = "checking";
    while (import_turn(job)) {
        const struct import_value values[] = {{"id", job->order->id}, {"after", after}, {"size", CHUNK}, {"now", job->order->now}, {NULL, NULL}};
        struct db_result *result = import_ask(job, IMPORT_ALONE, &internal_importCheck, values);
        const char *last = result ? db_result_text(result, job->arena, 0, 0, "last") : NULL;
        if (!last)
            return result != NULL;
        job->at.checked += number(job, result, "rows");
        job->at.refused += number(job, result, "refused");
        snprintf(after, sizeof after, "%s", last);
    }
    return false;
}

/* One chunk; 1 = there may be more, 0 = that was all, -1 = failed. The line it came to goes to `after`. */
static int apply_chunk(struct import_job *job, enum import_how how, char after[24], struct buffer *problems)
{
    const struct import_value values[] = {{"id", job->order->id}, {"after", after}, {"size", CHUNK}, {"now", job->order->now},
                                          {"alone", how == IMPORT_ALONE ? "true" : "false"}, {NULL, NULL}};
    struct db_result *result = import_ask(job, how, &internal_importApply, values);
    const char *last = result ? db_result_text(result, job->arena, 0, 0, "last") : NULL;
    if (!last)
        return result ? 0 : -1;
    uint64_t refused = number(job, result, "refused");
    const char *said = refused && problems ? db_result_text(result, job->arena, 0, 0, "problems") : NULL;
    if (said && job->at.refused < PROBLEMS_KEPT) {
        buffer_add_text(problems, said);
        buffer_add_byte(problems, '\0');
    }
    job->at.created += number(job, result, "created");
    job->at.updated += number(job, result, "updated");
    job->at.unchanged += number(job, result, "unchanged");
    job->at.refused += refused;
    snprintf(after, 24, "%s", last);
    return 1;
}

/* Another import of the register may be under way: it is waited for, outside of any transaction. */
static bool take_turn(struct import_job *job)
{
    const struct import_value values[] = {{"register", job->order->register_name}, {"district", job->order->caller.district}, {NULL, NULL}};
    for (int i = 0; i < TRIES * 10 && import_turn(job); i++) {
        struct db_result *result = import_ask(job, IMPORT_OPENS, &internal_importTurn, values);
        if (!result)
            return false;
        const char *mine = db_result_text(result, job->arena, 0, 0, "mine");
        if (mine && strcmp(mine, "true") == 0)
            return true;
        db_rollback(job->connection);
        if (i % 100 == 99)
            beat(job);
        usleep(TRY_US);
    }
    return false;
}

static bool tell_all(struct import_job *job, const struct buffer *problems)
{
    bool told = true;
    for (size_t at = 0; told && at < problems->length; at += strlen(problems->data + at) + 1)
        told = import_tell(job, problems->data + at);
    return told;
}

/* All rows in one transaction, which a dry run, and whatever is wrong, undoes. */
static bool apply_whole(struct import_job *job, struct buffer *problems)
{
    char after[24] = "0";
    uint64_t refused = job->at.refused;
    int more = 1;
    if (!take_turn(job))
        return false;
    job->at.state = "applying";
    beat(job);
    while (more > 0 && import_turn(job)) {
        more = apply_chunk(job, IMPORT_WITHIN, after, problems);
        if (more > 0)
            beat(job);
    }
    if (more != 0) {
        db_rollback(job->connection);
        return false;
    }
    bool broken = job->at.refused > refused;
    if (!job->order->dry_run && !broken) {
        if (finish(job, true, "done", NULL))
            return (job->outcome = db_commit(job->connection)) == DB_OK;
        db_rollback(job->connection);
        return false;
    }
    db_rollback(job->connection);
    if (!job->order->dry_run)
        job->at.created = job->at.updated = job->at.unchanged = 0;
    return tell_all(job, problems) && finish(job, false, job->at.refused && !job->order->skip ? "refused" : "done", NULL);
}

static bool apply_chunks(struct import_job *job)
{
    char after[24] = "0";
    int more = 1, tries = 0;
    job->at.state = "applying";
    while (more > 0 && import_turn(job)) {
        more = apply_chunk(job, IMPORT_ALONE, after, NULL);
        /* Somebody else's lock: the chunk is undone, and tried again. */
        if (more < 0 && job->outcome == DB_CONFLICT && tries++ < 5)
            more = 1;
    }
    return more == 0 && finish(job, false, "done", NULL);
}

static bool run(struct import_job *job)
{
    struct buffer problems BUFFER_CLEANUP;
    buffer_init(&problems);
    if (!import_turn(job) || !attach(job) || !import_stage(job))
        return job->refused && finish(job, false, "refused", job->trouble);
    if (!check_all(job))
        return false;
    if (job->order->dry_run || (!job->order->skip && !job->at.refused))
        return apply_whole(job, &problems);
    if (job->order->skip)
        return apply_chunks(job);
    return finish(job, false, "refused", NULL);
}

bool import_run(const struct import_order *order, struct import_progress *ret_progress)
{
    struct import_job job = {.order = order, .at = {.state = "receiving"}, .arena = arena_new(4u << 20)};
    if (!job.arena)
        return false;
    bool told = run(&job);
    if (!told) {
        job.at.created = job.at.updated = job.at.unchanged = 0;
        finish(&job, false, "failed", order->stop && atomic_load(order->stop) ? "interrupted" : "unavailable");
    }
    detach(&job);
    *ret_progress = job.at;
    arena_free(job.arena);
    return told;
}
