#include "db/admin.h"
#include "admin_private.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* DESIGN. Two tables remember what has landed: schema_migrations (forward only, one row per file, never edited) and
 * schema_repeatables (what functions, views and policies were last run). Repeatables depend on each other, so any change, or
 * any migration, runs them all again, in the order functions, views, policies. */

/* One lock for all databases' migrations of this program; only its being the same matters. */
#define LOCK_TRIES 20
#define LOCK "7205194530158"

static const char tables[] =
    "create table if not exists schema_migrations ("
    " version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now());"
    "create table if not exists schema_repeatables ("
    " kind text, name text, checksum text not null, applied_at timestamptz not null default now(), primary key (kind, name));"
    "alter table schema_migrations enable row level security;"
    "alter table schema_repeatables enable row level security;"
    "drop policy if exists schema_migrations_read on schema_migrations;"
    "create policy schema_migrations_read on schema_migrations for select using (true);"
    "revoke all on schema_migrations, schema_repeatables from public;"
    "grant select on schema_migrations to public";

/* The owner is made by the first migration, so the tables above begin as the migrating login's. */
static const char hand_over[] =
    "do $$ begin if to_regrole('wuye_owner') is not null then"
    " alter table schema_migrations owner to wuye_owner; alter table schema_repeatables owner to wuye_owner; end if; end $$";

struct kind { const char *name; const struct sql_files *files; };
#define KINDS 3

struct run {
    struct admin *admin;
    const struct migrate_settings *settings;
    struct kind kinds[KINDS];
    struct admin_rows *landed, *repeated;
    bool known; /* the tables exist */
};

static void say(const struct run *run, const char *what, const char *name)
{
    struct buffer line BUFFER_CLEANUP;
    buffer_init(&line);
    buffer_printf(&line, "%s %s", what, name);
    const char *text = buffer_text(&line);
    if (text)
        run->settings->step(run->settings->listener, text);
}

static long version_of(const char *name)
{
    return strtol(name, NULL, 10);
}

static const struct sql_file *file_named(const struct sql_files *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->files[i].name, name) == 0)
            return &files->files[i];
    }
    return NULL;
}

static bool has_landed(const struct run *run, const char *name)
{
    for (size_t i = 0; run->landed && i < admin_rows_count(run->landed); i++) {
        if (strcmp(admin_rows_text(run->landed, i, "name"), name) == 0)
            return true;
    }
    return false;
}

/* What has landed must be what the program carries, and what is pending must come after all of it. */
static bool history_is_ours(const struct run *run)
{
    const struct sql_files *migrations = &run->settings->bundle->migrations;
    struct buffer *trouble = run->admin->trouble;
    size_t before = trouble->length;
    long highest = 0;
    for (size_t i = 0; run->landed && i < admin_rows_count(run->landed); i++) {
        const char *name = admin_rows_text(run->landed, i, "name");
        const struct sql_file *file = file_named(migrations, name);
        highest = version_of(name) > highest ? version_of(name) : highest;
        if (!file)
            buffer_printf(trouble, "%s has landed in this database and this program does not know it: it is older than the database\n", name);
        else if (strcmp(file->sha256, admin_rows_text(run->landed, i, "checksum")) != 0)
            buffer_printf(trouble, "%s has landed and its text was changed afterwards: undo the edit and write a new migration\n", name);
    }
    for (size_t i = 0; i < migrations->count; i++) {
        const char *name = migrations->files[i].name;
        if (version_of(name) <= highest && !has_landed(run, name))
            buffer_printf(trouble, "%s has not landed and a later one has: give it the next number\n", name);
    }
    return trouble->length == before;
}

static bool history_read(struct run *run)
{
    struct admin_rows *rows;
    if (!admin_query(run->admin, "select to_regclass('schema_repeatables') is not null as known", NULL, 0, &rows))
        return false;
    run->known = strcmp(admin_rows_text(rows, 0, "known"), "t") == 0;
    admin_rows_free(rows);
    if (!run->known)
        return true;
    return admin_query(run->admin, "select name, checksum from schema_migrations order by version", NULL, 0, &run->landed)
        && admin_query(run->admin, "select kind, name, checksum from schema_repeatables", NULL, 0, &run->repeated);
}

static bool is_current(const struct run *run, const char *kind, const struct sql_file *file)
{
    for (size_t i = 0; run->repeated && i < admin_rows_count(run->repeated); i++) {
        if (strcmp(admin_rows_text(run->repeated, i, "kind"), kind) == 0
            && strcmp(admin_rows_text(run->repeated, i, "name"), file->name) == 0)
            return strcmp(admin_rows_text(run->repeated, i, "checksum"), file->sha256) == 0;
    }
    return false;
}

/* What migrate() would do, told line by line when asked to. */
static size_t pending(const struct run *run, bool tell)
{
    const struct sql_files *migrations = &run->settings->bundle->migrations;
    size_t count = 0, files = 0;
    for (size_t i = 0; i < migrations->count; i++) {
        bool landed = has_landed(run, migrations->files[i].name);
        count += !landed;
        if (tell)
            say(run, landed ? "landed " : "pending", migrations->files[i].name);
    }
    for (size_t k = 0; k < KINDS; k++) {
        files += run->kinds[k].files->count;
        for (size_t i = 0; i < run->kinds[k].files->count; i++) {
            bool current = is_current(run, run->kinds[k].name, &run->kinds[k].files->files[i]);
            count += !current;
            if (tell && !current)
                say(run, "stale  ", run->kinds[k].files->files[i].name);
        }
    }
    return count + (run->repeated && admin_rows_count(run->repeated) > files);
}

static bool record(struct run *run, const char *sql, const char *first, const struct sql_file *file)
{
    const char *values[] = {first, file->name, file->sha256};
    struct admin_rows *rows;
    if (!admin_query(run->admin, sql, values, 3, &rows))
        return false;
    admin_rows_free(rows);
    return true;
}

static bool migrations_run(struct run *run)
{
    const struct sql_files *migrations = &run->settings->bundle->migrations;
    for (size_t i = 0; i < migrations->count; i++) {
        const struct sql_file *file = &migrations->files[i];
        char version[24];
        if (has_landed(run, file->name))
            continue;
        snprintf(version, sizeof version, "%ld", version_of(file->name));
        say(run, "migration", file->name);
        /* The row comes first: without the lock, the second of two would wait on its key and then fail, instead of running twice. */
        if (!record(run, "insert into schema_migrations (version, name, checksum) values ($1::integer, $2, $3)", version, file)
            || !admin_run_file(run->admin, file) || !admin_run(run->admin, "reset role"))
            return false;
    }
    return true;
}

/* Functions call one another whatever they are called: all are made before the body of any is looked at. */
static bool functions_made(struct run *run)
{
    const struct sql_files *functions = &run->settings->bundle->functions;
    if (!admin_run(run->admin, "set local check_function_bodies = off"))
        return false;
    for (size_t i = 0; i < functions->count; i++)
        if (!admin_run_file(run->admin, &functions->files[i]) || !admin_run(run->admin, "reset role"))
            return false;
    return admin_run(run->admin, "set local check_function_bodies = on");
}

static bool repeatables_run(struct run *run)
{
    if (!admin_run(run->admin, "delete from schema_repeatables") || !functions_made(run))
        return false;
    for (size_t k = 0; k < KINDS; k++) {
        for (size_t i = 0; i < run->kinds[k].files->count; i++) {
            const struct sql_file *file = &run->kinds[k].files->files[i];
            if (!record(run, "insert into schema_repeatables (kind, name, checksum) values ($1, $2, $3)", run->kinds[k].name, file)
                || !admin_run_file(run->admin, file) || !admin_run(run->admin, "reset role"))
                return false;
        }
        say(run, "repeated ", run->kinds[k].name);
    }
    return true;
}

/* The verifier is made here, so that neither the server's log nor its statistics ever see the password. */
static bool password_set(struct run *run, const char *login)
{
    PGconn *connection = run->admin->connection;
    char *verifier = PQencryptPasswordConn(connection, run->settings->login_password, login, "scram-sha-256");
    char *name = PQescapeIdentifier(connection, login, strlen(login));
    struct buffer sql BUFFER_CLEANUP;
    buffer_init(&sql);
    bool fine = verifier && name;
    if (fine) {
        buffer_printf(&sql, "alter role %s password '%s'", name, verifier);
        fine = buffer_text(&sql) && admin_run(run->admin, sql.data);
    } else {
        buffer_add_text(run->admin->trouble, PQerrorMessage(connection));
    }
    PQfreemem(verifier);
    PQfreemem(name);
    return fine;
}

static bool passwords_set(struct run *run)
{
    if (!run->settings->login_password || !*run->settings->login_password)
        return true;
    for (size_t i = 0; i < run->settings->login_count; i++) {
        if (!password_set(run, run->settings->logins[i]))
            return false;
    }
    return true;
}

static bool lock(struct run *run)
{
    struct admin_rows *rows;
    if (!admin_query(run->admin, "select pg_try_advisory_lock(" LOCK ") as ours", NULL, 0, &rows))
        return false;
    bool ours = strcmp(admin_rows_text(rows, 0, "ours"), "t") == 0;
    admin_rows_free(rows);
    if (ours)
        return true;
    run->settings->step(run->settings->listener, "another migrate is running; waiting for it");
    return admin_run(run->admin, "select pg_advisory_lock(" LOCK ")");
}

static bool all_run(struct run *run)
{
    if (!admin_run(run->admin, "begin; set local statement_timeout = 0; set local lock_timeout = '3s'")
        || !history_read(run) || !history_is_ours(run))
        return false;
    if (pending(run, false) > 0 || !run->known) {
        if (!admin_run(run->admin, tables) || !migrations_run(run) || !repeatables_run(run) || !admin_run(run->admin, hand_over))
            return false;
    } else {
        run->settings->step(run->settings->listener, "the schema is up to date");
    }
    return passwords_set(run) && admin_run(run->admin, "commit");
}

/* Whoever waits for a table makes everybody else wait behind it: better to give way, and come again, than to hold callers up. */
static bool gives_way(struct run *run, size_t trouble_before, unsigned tries)
{
    if (!run->admin->lock_refused || tries >= LOCK_TRIES)
        return false;
    run->admin->lock_refused = false;
    run->admin->trouble->length = trouble_before;
    run->settings->step(run->settings->listener, "a table is in use: giving way for a moment");
    if (!admin_run(run->admin, "rollback; select pg_sleep(5)"))
        return false;
    admin_rows_free(run->landed);
    admin_rows_free(run->repeated);
    run->landed = run->repeated = NULL;
    return true;
}

static void run_init(struct run *run, struct admin *admin, const struct migrate_settings *settings)
{
    *run = (struct run){.admin = admin, .settings = settings, .kinds = {
        {"functions", &settings->bundle->functions}, {"views", &settings->bundle->views}, {"policies", &settings->bundle->policies}}};
}

static void run_release(struct run *run)
{
    admin_rows_free(run->landed);
    admin_rows_free(run->repeated);
}

bool migrate(struct admin *admin, const struct migrate_settings *settings)
{
    struct run run;
    run_init(&run, admin, settings);
    size_t before = admin->trouble->length;
    bool fine = lock(&run) && all_run(&run);
    for (unsigned tries = 0; !fine && gives_way(&run, before, tries); tries++)
        fine = all_run(&run);
    run_release(&run);
    /* What failed before is the trouble to tell; a broken connection releases both by itself. */
    PQclear(PQexec(admin->connection, fine ? "select pg_advisory_unlock(" LOCK ")" : "rollback; select pg_advisory_unlock(" LOCK ")"));
    return fine;
}

bool migrate_status(struct admin *admin, const struct migrate_settings *settings, size_t *ret_pending)
{
    struct run run;
    run_init(&run, admin, settings);
    bool fine = history_read(&run) && history_is_ours(&run);
    if (fine)
        *ret_pending = pending(&run, true);
    run_release(&run);
    return fine;
}
