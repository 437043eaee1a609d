/* DESIGN. The mask gets better; texts that an older one made stand in the database as it left them. What was said is sealed beside them, so each is opened, masked again as it
 * would be today, and written where that is another text. Some complaints to a transaction, in the order of their ids, as whoever locks several does; what is erased
 * has nothing left to mask again. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "private.h"

#define ROW_LIMIT ((size_t)8 << 20)

/* A complaint is told by its first ticket, whose id it has. */
static const char select_sql[] =
    "select p.district_code as k1, p.ticket_id::text as k2, p.seal_key, encode(p.title_sealed, 'hex') as title, encode(p.place_sealed, 'hex') as place, "
    " encode(p.content_sealed, 'hex') as content "
    "from personal.complainants p "
    "where (p.district_code, p.ticket_id) > ($1::text, $2::uuid) and p.ticket_id = p.complaint_id and p.content_sealed is not null "
    "order by p.district_code, p.ticket_id limit 200";
static const char update_sql[] =
    "with changed as ("
    " select c.district_code, c.id from public.complaints c "
    " join public.complaint_texts t on t.district_code = c.district_code and t.complaint_id = c.id "
    " where c.district_code = $1 and c.id = $2::uuid "
    "  and (c.title, c.place, t.title, t.content) is distinct from ($3::text, $4::text, $3::text, $5::text) for update of c), "
    "head as ("
    " update public.complaints c set title = $3, place = $4, version = c.version + 1, updated_at = greatest(clock_timestamp(), c.updated_at + interval '1 microsecond') "
    " from changed n where c.district_code = n.district_code and c.id = n.id), "
    "words as ("
    " update public.complaint_texts t set title = $3, content = $5 from changed n where t.district_code = n.district_code and t.complaint_id = n.id) "
    "select 1 from changed";

struct run {
    struct invocation *invocation;
    struct admin *admin;
    struct seal_ring ring;
    bool dry_run;
    size_t read, changed, shut;
};

static const char *masked(struct run *run, struct arena *arena, const struct admin_rows *rows, size_t row, const char *member)
{
    const char *hex = admin_rows_text(rows, row, member);
    const char *context = arena_printf(arena, "%s:/%s", admin_rows_text(rows, row, "k2"), member);
    const char *plain = hex ? hex_unseal(arena, &run->ring, admin_rows_text(rows, row, "seal_key"), context, hex) : NULL;
    return plain ? mask_text(arena, plain, strlen(plain)) : NULL;
}

/* False when the database or memory failed; a row that does not open is told and left. */
static bool remask_row(struct run *run, struct arena *arena, const struct admin_rows *rows, size_t row)
{
    static const char *const members[] = {"title", "place", "content"};
    const char *values[5] = {admin_rows_text(rows, row, "k1"), admin_rows_text(rows, row, "k2")};
    run->read++;
    for (size_t i = 0; i < 3; i++) {
        values[2 + i] = masked(run, arena, rows, row, members[i]);
        if (arena_spent(arena))
            return false;
        if (!values[2 + i] && admin_rows_text(rows, row, members[i])) {
            run->shut++;
            fail(run->invocation, "%s %s: not opened by seal key %s as seal_keys has it", values[0], values[1], admin_rows_text(rows, row, "seal_key"));
            return true;
        }
    }
    struct admin_rows *written;
    if (!admin_query(run->admin, update_sql, values, 5, &written))
        return false;
    run->changed += admin_rows_count(written);
    admin_rows_free(written);
    return true;
}

/* The batch behind `after`, which is moved on. *ret_got = rows in it. */
static bool remask_batch(struct run *run, char after[2][64], size_t *ret_got)
{
    const char *values[] = {after[0], after[1]};
    struct admin_rows *rows;
    if (!admin_run(run->admin, "begin") || !admin_query(run->admin, select_sql, values, 2, &rows))
        return false;
    bool fine = true;
    size_t got = admin_rows_count(rows);
    for (size_t row = 0; fine && row < got; row++) {
        struct arena *arena = arena_new(ROW_LIMIT);
        fine = arena && remask_row(run, arena, rows, row);
        arena_free(arena);
    }
    if (got > 0) {
        snprintf(after[0], sizeof after[0], "%s", admin_rows_text(rows, got - 1, "k1"));
        snprintf(after[1], sizeof after[1], "%s", admin_rows_text(rows, got - 1, "k2"));
    }
    admin_rows_free(rows);
    *ret_got = got;
    return fine && admin_run(run->admin, run->dry_run ? "rollback" : "commit");
}

static bool remask_all(struct run *run)
{
    char after[2][64] = {"", "00000000-0000-0000-0000-000000000000"};
    bool fine = true;
    for (size_t got = 1; fine && got > 0;)
        fine = remask_batch(run, after, &got);
    printf("%zu complaints read, %zu %s, %zu do not open\n", run->read, run->changed, run->dry_run ? "would be masked otherwise" : "masked otherwise", run->shut);
    return fine && run->shut == 0;
}

int command_remask(struct invocation *invocation)
{
    static const struct option options[] = {{"dry-run", no_argument, NULL, 'd'}, {0}};
    struct run run = {.invocation = invocation};
    int option;
    while ((option = getopt_long(invocation->argc, invocation->argv, "", options, NULL)) != -1) {
        if (option != 'd')
            return misuse(invocation);
        run.dry_run = true;
    }
    if (optind != invocation->argc)
        return misuse(invocation);
    if (!seal_ring_read(invocation->arena, config_text(invocation->config, "seal_keys"), &run.ring)) {
        buffer_add_text(&invocation->trouble, "seal_keys: not understood\n");
        return FAILED;
    }
    if (!owner_open(invocation, &run.admin))
        return FAILED;
    bool fine = admin_run(run.admin, "set role wuye_owner") && remask_all(&run);
    admin_close(run.admin);
    return fine ? 0 : FAILED;
}
