/* DESIGN. Every sealed value in the database is opened with the key it was sealed with and sealed again with the first of seal_keys, a batch of rows to a
 * transaction, while API and worker run. A row is locked from when it is read until it is written, and is written only where it still says what was read, so whatever
 * others wrote in between stays. A batch that is committed is done: after a kill the next run goes on with what is left. A seal is bound to its row and
 * member, so the table below says of each value what it was sealed for; what stands in it is all that is sealed (a test compares it with the schema). */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "private.h"

#define SEALED_MAX 6
#define BATCH "200"
#define ROW_LIMIT ((size_t)8 << 20)

struct sealed_value { const char *column, *context; };
/* Rows are walked in the order of their key, two texts; what a first page begins after is `first`. */
struct vault {
    const char *table, *seal_key, *key, *first[2], *after, *same, *order;
    struct sealed_value values[SEALED_MAX + 1];
    const char *phone_hash; /* of the column of this name with … */
    size_t phone;           /* … the number of the value that it is made of */
};

#define OF_TICKETS .key = "district_code as k1, ticket_id::text as k2", .first = {"", "00000000-0000-0000-0000-000000000000"}, \
    .after = "(district_code, ticket_id) > ($1::text, $2::uuid)", .same = "district_code = $1::text and ticket_id = $2::uuid", .order = "district_code, ticket_id"
#define OF_MESSAGES .key = "district_code as k1, message_id::text as k2", .first = {"", "00000000-0000-0000-0000-000000000000"}, \
    .after = "(district_code, message_id) > ($1::text, $2::uuid)", .same = "district_code = $1::text and message_id = $2::uuid", .order = "district_code, message_id"
#define BY_ID .key = "district_code as k1, id::text as k2", .first = {"", "00000000-0000-0000-0000-000000000000"}, \
    .after = "(district_code, id) > ($1::text, $2::uuid)", .same = "district_code = $1::text and id = $2::uuid", .order = "district_code, id"
#define OF_SIGNING .key = "kid as k1, '' as k2", .first = {"", ""}, \
    .after = "kid > $1::text and $2::text is not null", .same = "kid = $1::text and $2::text is not null", .order = "kid"

static const struct vault vaults[] = {
    {"personal.complainants", "seal_key", OF_TICKETS,
     .values = {{"name_sealed", "ticket_id || ':/complainant/name'"}, {"phone_sealed", "ticket_id || ':/complainant/phone'"},
                {"address_sealed", "ticket_id || ':/complainant/address'"}, {"place_sealed", "ticket_id || ':/place'"},
                {"title_sealed", "ticket_id || ':/title'"}, {"content_sealed", "ticket_id || ':/content'"}},
     .phone_hash = "phone_hash", .phone = 1},
    {"personal.message_texts", "seal_key", OF_MESSAGES, .values = {{"content_sealed", "message_id || ':/content'"}, {"reason_sealed", "message_id || ':/reason'"}}},
    {"public.clients", "webhook_secret_key", BY_ID, .values = {{"webhook_secret", "'client:' || id || ':webhook_secret'"}}},
    {"public.clients", "webhook_secret_2_key", BY_ID, .values = {{"webhook_secret_2", "'client:' || id || ':webhook_secret_2'"}}},
    {"public.webhook_endpoints", "secret_1_key", BY_ID, .values = {{"secret_1", "'webhook_endpoint:' || id || ':secret_1'"}}},
    {"public.webhook_endpoints", "secret_2_key", BY_ID, .values = {{"secret_2", "'webhook_endpoint:' || id || ':secret_2'"}}},
    {"public.signing_keys", "seal_key", OF_SIGNING, .values = {{"private_sealed", "'signing_key:' || kid"}}},
};
#define VAULTS (sizeof vaults / sizeof *vaults)

struct run {
    struct invocation *invocation;
    struct admin *admin;
    struct seal_ring ring;
    bool dry_run, phone_hashes;
    unsigned char phone_key[32];
    const struct vault *vault;
    const char *update;
    size_t done, shut; /* of this vault */
    size_t left;       /* of all */
};

static size_t count_values(const struct vault *vault)
{
    size_t count = 0;
    while (vault->values[count].column)
        count++;
    return count;
}

static void add_columns(const struct vault *vault, struct buffer *sql)
{
    for (size_t i = 0; vault->values[i].column; i++)
        buffer_printf(sql, "%s%s", i ? ", " : "", vault->values[i].column);
}

/* $1, $2: the key to go on after; $3: the key that seals now; $4: take the rows under it as well. */
static char *select_sql(const struct vault *vault, struct buffer *sql)
{
    buffer_printf(sql, "select %s, %s as sealed_with", vault->key, vault->seal_key);
    for (size_t i = 0; vault->values[i].column; i++)
        buffer_printf(sql, ", encode(%s, 'hex') as v%zu, %s as x%zu", vault->values[i].column, i, vault->values[i].context, i);
    buffer_printf(sql, " from %s where %s and (%s <> $3 or $4::boolean) and num_nonnulls(", vault->table, vault->after, vault->seal_key);
    add_columns(vault, sql);
    buffer_printf(sql, ") > 0 order by %s limit " BATCH " for no key update", vault->order);
    return buffer_text(sql);
}

/* $1, $2: the row; $3: the key that seals now; $4: the key it was read with; then the new values, then those that were read, then the hash of the number. */
static char *update_sql(const struct vault *vault, bool phone_hashes, struct buffer *sql)
{
    size_t count = count_values(vault);
    buffer_printf(sql, "update %s set %s = $3", vault->table, vault->seal_key);
    for (size_t i = 0; i < count; i++)
        buffer_printf(sql, ", %s = decode($%zu, 'hex')", vault->values[i].column, 5 + i);
    if (vault->phone_hash && phone_hashes)
        buffer_printf(sql, ", %s = $%zu", vault->phone_hash, 5 + 2 * count);
    buffer_printf(sql, " where %s and %s = $4", vault->same, vault->seal_key);
    for (size_t i = 0; i < count; i++)
        buffer_printf(sql, " and %s is not distinct from decode($%zu, 'hex')", vault->values[i].column, 5 + count + i);
    buffer_add_text(sql, " returning 1");
    return buffer_text(sql);
}

/* The plain text behind a column of the row; NULL when it does not open. */
static char *open_value(struct run *run, struct arena *arena, const struct admin_rows *rows, size_t row, size_t value)
{
    char name[8], context[8];
    snprintf(name, sizeof name, "v%zu", value);
    snprintf(context, sizeof context, "x%zu", value);
    return hex_unseal(arena, &run->ring, admin_rows_text(rows, row, "sealed_with"), admin_rows_text(rows, row, context), admin_rows_text(rows, row, name));
}

static const char *seal_value(struct run *run, struct arena *arena, const struct admin_rows *rows, size_t row, size_t value, const char *plain)
{
    char name[8];
    snprintf(name, sizeof name, "x%zu", value);
    size_t length;
    unsigned char *blob = seal(arena, &run->ring, admin_rows_text(rows, row, name), plain, strlen(plain), &length);
    if (!blob)
        return NULL;
    char *hex = arena_alloc(arena, 2 * length + 1);
    text_hex(blob, length, hex);
    return hex;
}

static bool write_row(struct run *run, const char *const *values, size_t count)
{
    struct admin_rows *written;
    if (!admin_query(run->admin, run->update, values, count, &written))
        return false;
    run->done += admin_rows_count(written);
    admin_rows_free(written);
    return true;
}

/* False when the database or memory failed; a row that does not open is told and left. */
static bool reseal_row(struct run *run, struct arena *arena, const struct admin_rows *rows, size_t row)
{
    const struct vault *vault = run->vault;
    const char *values[4 + 2 * SEALED_MAX + 1] = {admin_rows_text(rows, row, "k1"), admin_rows_text(rows, row, "k2"), run->ring.keys[0].id,
                                                  admin_rows_text(rows, row, "sealed_with")};
    size_t count = count_values(vault);
    char *hash = NULL, name[8];
    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "v%zu", i);
        values[4 + count + i] = admin_rows_text(rows, row, name);
        if (!values[4 + count + i])
            continue;
        char *plain = open_value(run, arena, rows, row, i);
        if (!plain) {
            run->shut++;
            fail(run->invocation, "%s.%s of %s %s: not opened by seal key %s as seal_keys has it", vault->table, vault->values[i].column, values[0], values[1], values[3]);
            return true;
        }
        values[4 + i] = seal_value(run, arena, rows, row, i, plain);
        if (!values[4 + i] || arena_spent(arena))
            return false;
        if (vault->phone_hash && i == vault->phone && run->phone_hashes)
            phone_hash(run->phone_key, plain, strlen(plain), hash = arena_alloc(arena, 65));
    }
    values[4 + 2 * count] = hash;
    if (run->dry_run) {
        run->done++;
        return true;
    }
    return write_row(run, values, 4 + 2 * count + (vault->phone_hash && run->phone_hashes));
}

/* The rows of one batch, in its transaction. */
static bool reseal_rows(struct run *run, const struct admin_rows *rows)
{
    bool fine = true;
    for (size_t row = 0; fine && row < admin_rows_count(rows); row++) {
        struct arena *arena = arena_new(ROW_LIMIT);
        fine = arena && reseal_row(run, arena, rows, row);
        arena_free(arena);
    }
    return fine && admin_run(run->admin, run->dry_run ? "rollback" : "commit");
}

static bool reseal_vault(struct run *run, const char *select)
{
    const struct vault *vault = run->vault;
    char after[2][64];
    size_t got = 1;
    snprintf(after[0], sizeof after[0], "%s", vault->first[0]);
    snprintf(after[1], sizeof after[1], "%s", vault->first[1]);
    while (got > 0) {
        const char *values[] = {after[0], after[1], run->ring.keys[0].id, vault->phone_hash && run->phone_hashes ? "true" : "false"};
        struct admin_rows *rows;
        if (!admin_run(run->admin, "begin") || !admin_query(run->admin, select, values, 4, &rows))
            return false;
        got = admin_rows_count(rows);
        bool fine = reseal_rows(run, rows);
        if (got > 0) {
            snprintf(after[0], sizeof after[0], "%s", admin_rows_text(rows, got - 1, "k1"));
            snprintf(after[1], sizeof after[1], "%s", admin_rows_text(rows, got - 1, "k2"));
        }
        admin_rows_free(rows);
        if (!fine)
            return false;
    }
    return true;
}

static bool reseal_all(struct run *run)
{
    bool fine = true;
    for (size_t i = 0; fine && i < VAULTS; i++) {
        struct buffer select, update;
        buffer_init(&select);
        buffer_init(&update);
        run->vault = &vaults[i];
        run->done = run->shut = 0;
        const char *text = select_sql(run->vault, &select);
        run->update = update_sql(run->vault, run->phone_hashes, &update);
        fine = text && run->update && reseal_vault(run, text);
        printf("%s %s: %zu %s, %zu do not open\n", vaults[i].table, vaults[i].values[0].column, run->done,
               run->dry_run ? "open" : "sealed again", run->shut);
        fflush(stdout);
        buffer_release(&select);
        buffer_release(&update);
    }
    return fine;
}

static bool ring_has(const struct seal_ring *ring, const char *id)
{
    for (size_t i = 0; i < ring->count; i++)
        if (strcmp(ring->keys[i].id, id) == 0)
            return true;
    return false;
}

/* How many rows stand under each key; what is under another than the first is left to do. */
static bool count_vault(struct run *run, const struct vault *vault)
{
    struct buffer BUFFER_CLEANUP sql;
    buffer_init(&sql);
    buffer_printf(&sql, "select %s as id, count(*)::text as rows, %s = $1 as now from %s where num_nonnulls(", vault->seal_key, vault->seal_key, vault->table);
    add_columns(vault, &sql);
    buffer_add_text(&sql, ") > 0 group by 1, 3 order by 3 desc, 1");
    const char *text = buffer_text(&sql), *values[] = {run->ring.keys[0].id};
    struct admin_rows *rows;
    if (!text || !admin_query(run->admin, text, values, 1, &rows))
        return false;
    for (size_t i = 0; i < admin_rows_count(rows); i++) {
        const char *id = admin_rows_text(rows, i, "id"), *count = admin_rows_text(rows, i, "rows");
        bool now = strcmp(admin_rows_text(rows, i, "now"), "t") == 0;
        int64_t number = 0;
        run->left += !now && text_to_int64(count, &number) ? (size_t)number : 0;
        struct buffer BUFFER_CLEANUP columns;
        buffer_init(&columns);
        add_columns(vault, &columns);
        const char *names = buffer_text(&columns);
        printf("%s (%s): %s rows under %s%s\n", vault->table, names ? names : "", count, id, now ? "" : ring_has(&run->ring, id) ? ", to be sealed again" : ", which seal_keys does not hold");
    }
    admin_rows_free(rows);
    return true;
}

static bool status(struct run *run)
{
    run->left = 0;
    for (size_t i = 0; i < VAULTS; i++)
        if (!count_vault(run, &vaults[i]))
            return false;
    if (run->left == 0)
        printf("everything is under %s: no other key of seal_keys is needed by this database (its backups need those of their day)\n", run->ring.keys[0].id);
    else
        fail(run->invocation, "%zu rows are not under %s", run->left, run->ring.keys[0].id);
    return run->left == 0;
}

/* False when the arguments are not understood. */
static bool read_options(struct run *run, bool *ret_only_status)
{
    static const struct option options[] = {{"status", no_argument, NULL, 's'}, {"dry-run", no_argument, NULL, 'd'}, {"phone-hashes", no_argument, NULL, 'p'}, {0}};
    int option;
    *ret_only_status = false;
    while ((option = getopt_long(run->invocation->argc, run->invocation->argv, "", options, NULL)) != -1) {
        switch (option) {
        case 's': *ret_only_status = true; break;
        case 'd': run->dry_run = true; break;
        case 'p': run->phone_hashes = true; break;
        default: return false;
        }
    }
    return optind == run->invocation->argc && !(*ret_only_status && (run->dry_run || run->phone_hashes));
}

int command_reseal(struct invocation *invocation)
{
    struct run run = {.invocation = invocation};
    bool only_status;
    if (!read_options(&run, &only_status))
        return misuse(invocation);
    if (run.phone_hashes)
        secret_derive(config_text(invocation->config, "secret"), "phone", run.phone_key);
    if (!seal_ring_read(invocation->arena, config_text(invocation->config, "seal_keys"), &run.ring)) {
        buffer_add_text(&invocation->trouble, "seal_keys: not understood\n");
        return FAILED;
    }
    if (!owner_open(invocation, &run.admin))
        return FAILED;
    bool fine = admin_run(run.admin, "set role wuye_owner") && (only_status || reseal_all(&run)) && (run.dry_run ? run.shut == 0 : status(&run));
    admin_close(run.admin);
    return fine ? 0 : FAILED;
}
