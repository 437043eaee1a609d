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
#define WAITS 1800 /* for a connection, each as long as the pool lets one wait */

static void beat(struct import_job *job);

static struct db_result *ask_over(struct import_job *job, struct connection *connection, enum import_how how, const struct internal_statement *internal,
                                  const struct import_value *values)
{
    const char *bound[24] = {0};
    for (size_t i = 0; i < internal->name_count && i < sizeof bound / sizeof *bound; i++)
        for (const struct import_value *v = values; v->name; v++)
            if (strcmp(v->name, internal->names[i]) == 0)
                bound[i] = v->value && *v->value ? v->value : NULL;
    const struct db_step step = {.statement = internal->statement, .values = bound};
    struct db_trip trip = {.caller = &job->caller, .writes = true, .open = how == IMPORT_OPENS, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    job->outcome = how == IMPORT_WITHIN ? db_continue(connection, &step, 1, &result) : db_run(connection, &trip, &result);
    job->not_admitted = job->not_admitted || job->outcome == DB_NOT_ADMITTED;
    arena_defer(job->arena, db_result_free, result);
    return job->outcome == DB_OK ? result : NULL;
}

static bool stopped(const struct import_job *job)
{
    return job->order->stop && atomic_load(job->order->stop);
}

/* All may be taken by larger files: an import is in no hurry, and says that it still waits. */
static bool attach(struct import_job *job)
{
    for (int i = 0; !job->connection && i < WAITS && !stopped(job) && !job->not_admitted; i++) {
        enum db_outcome outcome = pool_borrow(job->order->pool, job->order->role, &job->connection);
        if (outcome != DB_OK && outcome != DB_BUSY)
            break;
        if (!job->connection && i % 10 == 9)
            beat(job);
    }
    if (!job->connection)
        job->outcome = DB_AWAY;
    return job->connection != NULL;
}

static void detach(struct import_job *job)
{
    if (job->connection)
        pool_return(job->order->pool, job->connection);
    job->connection = NULL;
}

struct db_result *import_ask(struct import_job *job, enum import_how how, const struct internal_statement *internal, const struct import_value *values)
{
    if (how != IMPORT_WITHIN && !attach(job))
        return NULL;
    struct db_result *result = ask_over(job, job->connection, how, internal, values);
    if (how == IMPORT_ALONE)
        detach(job);
    return result;
}

bool import_turn(struct import_job *job)
{
    arena_free(job->arena);
    job->arena = arena_new(4u << 20);
    if (!job->arena)
        abort(); /* out of memory */
    if (job->order->progress)
        job->order->progress(job->order->listener, &job->at);
    return !stopped(job) && !job->not_admitted;
}

static uint64_t number(struct import_job *job, struct db_result *result, const char *label)
{
    const char *text = db_result_text(result, job->arena, 0, 0, label);
    return text ? strtoull(text, NULL, 10) : 0;
}

/* Over a connection of its own, so that an open transaction neither holds it back nor takes it along. */
static struct db_result *note(struct import_job *job, const struct internal_statement *internal, const struct import_value *values)
{
    struct connection *connection = NULL;
    if (pool_borrow(job->order->notes, job->order->role, &connection) != DB_OK)
        return NULL;
    struct db_result *result = ask_over(job, connection, IMPORT_ALONE, internal, values);
    pool_return(job->order->notes, connection);
    return result;
}

/* All rows in one transaction? Otherwise each chunk is committed with the account of it. */
static bool is_whole(const struct import_order *order)
{
    return order->dry_run || !order->skip;
}

struct counts { char created[24], updated[24], unchanged[24]; };

/* Nothing where the account in the database is ahead of ours, if anything: a count that is not given stands. */
static void print_counts(const struct import_job *job, struct counts *out)
{
    const struct import_progress *at = &job->at;
    *out = (struct counts){0};
    if (!is_whole(job->order))
        return;
    snprintf(out->created, sizeof out->created, "%llu", (unsigned long long)at->created);
    snprintf(out->updated, sizeof out->updated, "%llu", (unsigned long long)at->updated);
    snprintf(out->unchanged, sizeof out->unchanged, "%llu", (unsigned long long)at->unchanged);
}

static void beat(struct import_job *job)
{
    struct counts counts;
    print_counts(job, &counts);
    const struct import_value values[] = {{"district", job->order->caller.district}, {"id", job->order->id}, {"state", job->at.state},
                                          {"created", counts.created}, {"updated", counts.updated}, {"unchanged", counts.unchanged}, {NULL, NULL}};
    (void)note(job, &internal_importBeat, values);
}

bool import_tell(struct import_job *job, const char *problems)
{
    const struct import_value values[] = {{"id", job->order->id}, {"problems", problems}, {NULL, NULL}};
    return note(job, &internal_importTell, values) != NULL;
}

/* How it ended. Within the transaction of the rows themselves, which asks once more whether they may be written, or beside it. */
static bool finish(struct import_job *job, bool within, const char *state, const char *trouble)
{
    struct counts counts;
    print_counts(job, &counts);
    const struct import_value values[] = {{"district", job->order->caller.district}, {"id", job->order->id}, {"state", state}, {"trouble", trouble},
                                          {"user_id", job->caller.user}, {"epoch", within ? job->caller.epoch : NULL}, {"created", counts.created}, {"updated", counts.updated}, {"unchanged", counts.unchanged}, {NULL, NULL}};
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

/* Told when the transaction is undone. What the check refused was told then, and counts for nothing here. */
static void keep(struct import_job *job, struct buffer *problems, const char *said, uint64_t count)
{
    static const char more[] = "[{\"line\": 0, \"code\": \"and_more\", \"zh\": \"还有更多行有问题，未逐一列出\", "
                               "\"en\": \"more rows are refused than are told one by one\"}]";
    bool room = job->kept < PROBLEMS_KEPT;
    if (room && said)
        buffer_add_text(problems, said);
    else if (!job->more)
        buffer_add_text(problems, more);
    else
        return;
    buffer_add_byte(problems, '\0');
    job->more = !room;
    job->kept += count;
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
    if (refused && problems)
        keep(job, problems, db_result_text(result, job->arena, 0, 0, "problems"), refused);
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
        detach(job);
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
    if (more != 0)
        return false;
    bool broken = job->at.refused > refused;
    if (!job->order->dry_run && !broken)
        return finish(job, true, "done", NULL) && (job->outcome = db_commit(job->connection)) == DB_OK;
    detach(job);
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
    if (!import_turn(job) || !import_stage(job))
        return job->refused && finish(job, false, "refused", job->trouble);
    if (!check_all(job))
        return false;
    if (job->order->dry_run || (!job->order->skip && !job->at.refused))
        return apply_whole(job, &problems);
    if (job->order->skip)
        return apply_chunks(job);
    return finish(job, false, "refused", NULL);
}

/* What happened is noted for us, not for whoever began it, who may not be let in any more. */
static void fail(struct import_job *job, const char *trouble)
{
    if (is_whole(job->order))
        job->at.created = job->at.updated = job->at.unchanged = 0;
    job->caller.holder = DB_HOLDER_NONE;
    job->caller.epoch = NULL;
    (void)finish(job, false, "failed", trouble);
}

void import_give_up(const struct import_order *order)
{
    struct import_job job = {.order = order, .caller = order->caller, .at = {.state = "receiving"}, .arena = arena_new(1u << 20)};
    if (!job.arena)
        return;
    fail(&job, "unavailable");
    arena_free(job.arena);
}

bool import_run(const struct import_order *order, struct import_progress *ret_progress)
{
    struct import_job job = {.order = order, .caller = order->caller, .at = {.state = "receiving"}, .arena = arena_new(4u << 20)};
    *ret_progress = job.at;
    if (!job.arena)
        return false;
    bool told = run(&job);
    detach(&job);
    if (!told)
        fail(&job, job.not_admitted ? "not_admitted" : stopped(&job) ? "interrupted" : "unavailable");
    *ret_progress = job.at;
    arena_free(job.arena);
    return told;
}
