#pragma once
/* DESIGN. The operator's side of the database: migrations, loading of registers, and the plain blocking connection that the
 * command line and the worker's wake-up use. None of it serves requests. What went wrong is said in PostgreSQL's own words, one
 * line each, in the `trouble` buffer given at the opening: an operator reads it, never a client.
 *
 * One thread at a time per connection. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "base/buffer.h"

struct admin;
/* `user` and `password` may be NULL (what the conninfo says). `trouble` must outlive the connection. */
bool admin_open(const char *conninfo, const char *user, const char *password, struct buffer *trouble, struct admin **ret_admin) __attribute__((warn_unused_result));
/* The same at nodes that are watched (db/nodes.h): what waits for a former primary waits no longer. */
struct nodes;
bool admin_attach(struct nodes *nodes, const char *user, struct buffer *trouble, struct admin **ret_admin) __attribute__((warn_unused_result));
/* False: another node was promoted since; close it. */
bool admin_current(const struct admin *admin) __attribute__((warn_unused_result));
void admin_close(struct admin *admin);

/* A script of any number of statements; rows are dropped. */
bool admin_run(struct admin *admin, const char *script) __attribute__((warn_unused_result));
/* The same of a file the program carries: a fault is told with the file's name and line. */
struct sql_file;
bool admin_run_file(struct admin *admin, const struct sql_file *file) __attribute__((warn_unused_result));
/* One statement with $1…$n as text; NULL values are null. The caller frees the rows. */
struct admin_rows;
bool admin_query(struct admin *admin, const char *sql, const char *const *values, size_t count, struct admin_rows **ret_rows) __attribute__((warn_unused_result));
void admin_rows_free(struct admin_rows *rows);
size_t admin_rows_count(const struct admin_rows *rows);
/* NULL when null. A label that is not there is our bug. */
const char *admin_rows_text(const struct admin_rows *rows, size_t row, const char *label);

/* Sleep until a notification arrives (after `listen …`), `timeout_ms` have passed, or `stop_fd` becomes readable (-1 = none).
 * False when the connection is gone. */
bool admin_wait(struct admin *admin, int timeout_ms, int stop_fd) __attribute__((warn_unused_result));

/* An SQL file as the program carries it. */
struct sql_file {
    const char *name;   /* "0001_roles.sql" */
    const char *text;   /* terminated */
    const char *sha256; /* hex, of the text */
};
struct sql_files { const struct sql_file *files; size_t count; };
/* What sql/embed.py makes of the folders of sql/; each in the order of names. */
struct sql_bundle { struct sql_files migrations, functions, views, policies, load, jobs; };
extern const struct sql_bundle sql_bundle;

/* Told as the work goes on; `step` is a line without newline. */
struct migrate_settings {
    const struct sql_bundle *bundle;
    const char *login_password; /* "" = leave passwords alone */
    const char *const *logins;
    size_t login_count;
    void (*step)(void *listener, const char *step);
    void *listener;
};
/* Bring the schema to what the bundle says, in one transaction: a failure leaves all as it was. A session lock makes the
 * second of two wait and find nothing to do. A landed migration whose text has changed, or that the bundle does not know,
 * is refused before anything is touched. */
bool migrate(struct admin *admin, const struct migrate_settings *settings) __attribute__((warn_unused_result));
/* The same comparison without doing anything: one step line per migration and per stale repeatable. *ret_pending counts what
 * migrate() would do. */
bool migrate_status(struct admin *admin, const struct migrate_settings *settings, size_t *ret_pending) __attribute__((warn_unused_result));

/* A column whose content is replaced on its way in (a password by its hash). */
struct load_filter {
    const char *column, *becomes;
    /* The new text, terminated, valid until the next call; NULL = out of memory. */
    const char *(*replace)(void *context, const char *value, size_t length);
    void *context;
};
struct load_problem { long long line; const char *column, *code, *zh, *en; };
struct load_settings {
    const struct load_filter *filters; size_t filter_count;
    void (*problem)(void *listener, const struct load_problem *problem);
    void *listener;
};
/* Within the caller's transaction: stream one CSV file (RFC 4180, UTF-8 with or without BOM, a head line) by COPY into the temporary
 * table incoming(line bigint, one text column per head), in constant memory; then run `script`, which takes the rows over and answers
 * with one row (line, column, code, zh, en) for each bad line. When the script says "-- incoming: a, b, c", an unknown column is
 * a problem and a missing one is null throughout. An empty field is null. False when the database or the file failed (trouble says how) or any
 * problem was told: then the caller rolls back. *ret_lines = data lines read. */
bool load_csv(struct admin *admin, FILE *file, const char *script, const struct load_settings *settings, size_t *ret_lines) __attribute__((warn_unused_result));

/* The same for one document (the text is JSON): incoming(line bigint, document jsonb) has one row, line 1 and the whole document. */
bool load_document(struct admin *admin, const char *text, const char *script, const struct load_settings *settings) __attribute__((warn_unused_result));
