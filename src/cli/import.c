/* wuye import: the load that POST /v1/imports does, of a file here, as the district itself. */
#include "api/import.h"
#include "private.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/uuid.h"
#include "internal.h"

#define REFUSED 3
#define SOME_SKIPPED 4
#define PROBLEMS_SHOWN "200"

/* A placeholder of an internal statement and what it is bound to. */
struct named_value { const char *name, *value; };

struct loading {
    struct invocation *invocation;
    struct import_order order;
    const char *path;
    const char *name;       /* without its folders */
    bool terminal, shown;
    char id[UUID_SIZE], now[40];
};

static void show(void *listener, const struct import_progress *at)
{
    struct loading *l = listener;
    if (!l->terminal)
        return;
    l->shown = true;
    fprintf(stderr, "\r%-9s %8llu read %8llu checked %8llu created %8llu updated %8llu unchanged %6llu refused", at->state,
            (unsigned long long)at->read, (unsigned long long)at->checked, (unsigned long long)at->created, (unsigned long long)at->updated,
            (unsigned long long)at->unchanged, (unsigned long long)at->refused);
}

static struct pool *make_pool(const struct config *config)
{
    const char *password = config_text(config, "database_password");
    const struct pool_settings settings = {
        .conninfo = config_text(config, "database_url"), .password = *password ? password : NULL, .total = 2,
        .wait_ms = (unsigned)config_number(config, "database_wait_ms"), .read_timeout_ms = (unsigned)config_number(config, "read_timeout_ms"),
        .write_timeout_ms = (unsigned)config_number(config, "export_timeout_s") * 1000, .prepared_max = 32,
    };
    return pool_new(&settings);
}

/* One internal statement over a connection of its own; NULL with the reason in the trouble. */
static struct db_result *ask(struct loading *l, const struct internal_statement *internal, const struct named_value *values)
{
    const char *bound[24] = {0};
    struct connection *connection = NULL;
    struct db_result *result = NULL;
    for (size_t i = 0; i < internal->name_count; i++)
        for (const struct named_value *v = values; v->name; v++)
            if (strcmp(v->name, internal->names[i]) == 0)
                bound[i] = v->value;
    const struct db_step step = {.statement = internal->statement, .values = bound};
    const struct db_trip trip = {.caller = &l->order.caller, .writes = true, .steps = &step, .step_count = 1};
    enum db_outcome outcome = pool_borrow(l->order.notes, l->order.role, &connection);
    if (outcome == DB_OK) {
        outcome = db_run(connection, &trip, &result);
        pool_return(l->order.notes, connection);
    }
    arena_defer(l->invocation->arena, db_result_free, result);
    if (outcome == DB_OK)
        return result;
    char trouble[256] = "";
    if (!result)
        pool_trouble(l->order.notes, trouble, sizeof trouble);
    buffer_printf(&l->invocation->trouble, "%s\n", result ? db_result_detail(result) : trouble);
    return NULL;
}

static bool begin(struct loading *l)
{
    char digest[65], length[24];
    uint64_t bytes;
    if (!secret_digest_file(l->order.file, digest, &bytes)) {
        buffer_printf(&l->invocation->trouble, "%s: %s\n", l->path, strerror(errno));
        return false;
    }
    snprintf(length, sizeof length, "%llu", (unsigned long long)bytes);
    const struct named_value values[] = {
        {"district", l->order.caller.district}, {"id", l->id}, {"register", l->order.register_name}, {"dry_run", l->order.dry_run ? "true" : "false"},
        {"on_error", l->order.skip ? "skip" : "all_or_nothing"}, {"media", l->order.kind == SHEET_CSV ? "csv" : "xlsx"}, {"file_name", l->name},
        {"file_sha256", digest}, {"file_bytes", length}, {"user_name", "wuye import"}, {"role", "district"}, {"now", l->now}, {NULL, NULL}};
    return ask(l, &internal_importBegin, values) != NULL;
}

/* Line, column, code and the text in both languages, under one another. */
static void print_problems(struct loading *l)
{
    struct arena *arena = l->invocation->arena;
    const struct named_value values[] = {{"district", l->order.caller.district}, {"id", l->id}, {"limit", PROBLEMS_SHOWN}, {NULL, NULL}};
    struct db_result *result = ask(l, &internal_importProblems, values);
    size_t rows = result ? db_result_rows(result, 0) : 0;
    for (size_t i = 0; i < rows; i++) {
        const char *column = db_result_text(result, arena, 0, i, "column");
        fprintf(stderr, "%8s  %-20s  %-20s  %s (%s)\n", db_result_text(result, arena, 0, i, "line"), column ? column : "",
                db_result_text(result, arena, 0, i, "code"), db_result_text(result, arena, 0, i, "zh"), db_result_text(result, arena, 0, i, "en"));
    }
    if (rows == strtoul(PROBLEMS_SHOWN, NULL, 10))
        fputs("  and possibly more\n", stderr);
}

static int load(struct loading *l)
{
    struct import_progress at;
    if (!begin(l))
        return FAILED;
    bool told = import_run(&l->order, &at);
    if (l->shown)
        fputc('\n', stderr);
    print_problems(l);
    printf("%s: %s%s: %llu read, %llu created, %llu updated, %llu unchanged, %llu refused\n", l->path, l->order.dry_run ? "dry run, " : "", at.state,
           (unsigned long long)at.read, (unsigned long long)at.created, (unsigned long long)at.updated, (unsigned long long)at.unchanged,
           (unsigned long long)at.refused);
    if (!told)
        return FAILED;
    return strcmp(at.state, "refused") == 0 ? REFUSED : at.refused ? SOME_SKIPPED : 0;
}

static bool read_options(struct loading *l)
{
    static const struct option options[] = {{"district", required_argument, NULL, 'd'}, {"register", required_argument, NULL, 'r'},
                                            {"dry-run", no_argument, NULL, 'n'}, {"skip-bad", no_argument, NULL, 's'}, {0}};
    int option;
    while ((option = getopt_long(l->invocation->argc, l->invocation->argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'd': l->order.caller.district = optarg; break;
        case 'r': l->order.register_name = optarg; break;
        case 'n': l->order.dry_run = true; break;
        case 's': l->order.skip = true; break;
        default: return false;
        }
    }
    if (!l->order.caller.district || !l->order.register_name || optind + 1 != l->invocation->argc)
        return false;
    l->path = l->invocation->argv[optind];
    const char *slash = strrchr(l->path, '/'), *dot = strrchr(l->path, '.');
    l->name = slash ? slash + 1 : l->path;
    l->order.kind = dot && strcasecmp(dot, ".xlsx") == 0 ? SHEET_XLSX : SHEET_CSV;
    return dot && (l->order.kind == SHEET_XLSX || strcasecmp(dot, ".csv") == 0);
}

int command_import(struct invocation *invocation)
{
    struct loading l = {.invocation = invocation, .terminal = isatty(STDERR_FILENO)};
    l.order = (struct import_order){.role = DB_DISTRICT, .id = l.id, .now = l.now, .progress = show, .listener = &l};
    if (!read_options(&l))
        return misuse(invocation);
    l.order.form = import_is_form(l.order.register_name);
    uuid_make(l.id);
    clock_format(clock_now_us(), l.now);
    l.order.file = open(l.path, O_RDONLY | O_CLOEXEC);
    if (l.order.file < 0)
        return fail(invocation, "%s: %s", l.path, strerror(errno));
    struct pool *pool = make_pool(invocation->config);
    l.order.pool = l.order.notes = pool;
    int code = pool ? load(&l) : FAILED;
    pool_free(pool);
    close(l.order.file);
    return code;
}
