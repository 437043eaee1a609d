#include "private.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "api/operation.h"

/* Ends in what a person can read: after so many problems the rest is the same mistake. */
#define PROBLEMS_SHOWN 100

struct loading {
    struct invocation *invocation;
    const char *file;
    size_t problems;
    struct password_cost cost;
    struct arena *arena;        /* of one hash; renewed, so that a million passwords take the room of one */
    char digest[65];
};

static const char *hash(void *context, const char *value, size_t length)
{
    struct loading *loading = context;
    (void)length;
    arena_free(loading->arena);
    loading->arena = arena_new(65536);
    return loading->arena ? password_hash(loading->arena, value, &loading->cost) : NULL;
}

static const char *digest(void *context, const char *value, size_t length)
{
    struct loading *loading = context;
    secret_digest(value, length, loading->digest);
    return loading->digest;
}

static void print_problem(void *listener, const struct load_problem *problem)
{
    struct loading *loading = listener;
    if (loading->problems++ < PROBLEMS_SHOWN)
        fprintf(stderr, "%s:%lld: %s%s%s: %s (%s)\n", loading->file, problem->line, problem->column, *problem->column ? ": " : "",
                problem->code, problem->zh, problem->en);
}

static bool is_document(const char *path)
{
    size_t length = strlen(path);
    return length > 5 && strcmp(path + length - 5, ".json") == 0;
}

/* Of a path's last part but `skip`, up to the point; of "a/rulebooks/b.json" 0 is b and 1 is rulebooks. */
static const char *part_of(const char *path, int skip, size_t *ret_length)
{
    const char *end = path + strlen(path), *begin = end;
    for (;;) {
        while (begin > path && begin[-1] != '/')
            begin--;
        if (skip-- == 0 || begin == path)
            break;
        end = --begin;
    }
    *ret_length = strcspn(begin, "./") < (size_t)(end - begin) ? strcspn(begin, "./") : (size_t)(end - begin);
    return begin;
}

/* The statement of KIND=path, or of the file's own name; of a JSON file, of its folder's, for each of them is one thing of its kind. */
static const struct sql_file *statement_of(const char *argument, const char **ret_path)
{
    const char *equals = strchr(argument, '=');
    *ret_path = equals ? equals + 1 : argument;
    size_t length = equals ? (size_t)(equals - argument) : 0;
    const char *name = equals ? argument : part_of(argument, is_document(argument), &length);
    for (size_t i = 0; i < sql_bundle.load.count; i++) {
        const struct sql_file *file = &sql_bundle.load.files[i];
        if (strcspn(file->name, ".") == length && strncmp(file->name, name, length) == 0)
            return file;
    }
    return NULL;
}

/* A statement's name has underscores where a path has hyphens. */
static bool names_path(const char *name, size_t length, const char *path)
{
    for (size_t i = 0; i < length; i++)
        if (path[i] != (name[i] == '_' ? '-' : name[i]))
            return false;
    return path[length] == '\0';
}

/* What whoever creates such a thing by the API may say of it: the schema of POST /v1/<name of the statement>. */
static const struct schema *schema_of(const struct sql_file *statement)
{
    size_t length = strcspn(statement->name, "."), prefix = strlen("/v1/");
    for (size_t i = 0; i < operation_count; i++) {
        const struct operation *op = &operations[i];
        bool named = strncmp(op->path, "/v1/", prefix) == 0 && names_path(statement->name, length, op->path + prefix);
        if (named && strcmp(op->method, "POST") == 0)
            return op->body;
    }
    return NULL;
}

/* Whose it is stands beside what the contract knows of it. */
static bool fits_contract(const struct schema *schema, json_t *value, struct faults *faults)
{
    json_t *district = json_incref(json_object_get(value, "district_code"));
    json_object_del(value, "district_code");
    bool fits = !schema || schema_check(schema, value, faults);
    if (district)
        json_object_set_new(value, "district_code", district);
    return fits;
}

/* The file's text as the service reads JSON everywhere; NULL: it cannot be read, or was told what is wrong with it. The caller frees it. */
static char *document_text(struct loading *loading, const struct sql_file *statement, FILE *file)
{
    struct buffer content BUFFER_CLEANUP;
    buffer_init(&content);
    char chunk[4096], *text = NULL;
    for (size_t length; (length = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&content, chunk, length);
    struct faults faults = {.arena = arena_new(1 << 20)};
    if (!ferror(file) && !content.failed && faults.arena) {
        json_t *value = json_read(content.length ? content.data : "", content.length, &faults);
        if (value && fits_contract(schema_of(statement), value, &faults))
            text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        json_decref(value);
    }
    for (size_t i = 0; i < faults.count; i++) {
        const struct fault *fault = &faults.items[i];
        print_problem(loading, &(struct load_problem){1, fault->pointer, fault->code, fault->zh, fault->en});
    }
    arena_free(faults.arena);
    return text;
}

static bool load_json(struct loading *loading, struct admin *admin, const struct sql_file *statement, FILE *file, const struct load_settings *settings)
{
    char *text = document_text(loading, statement, file);
    bool fine = text && load_document(admin, text, statement->text, settings);
    free(text);
    return fine;
}

static bool load_file(struct loading *loading, struct admin *admin, const char *argument)
{
    struct invocation *invocation = loading->invocation;
    const struct load_filter filters[] = {{"password", "password_hash", hash, loading}, {"secret", "secret_digest", digest, loading}};
    const struct load_settings settings = {filters, sizeof filters / sizeof *filters, print_problem, loading};
    const struct sql_file *statement = statement_of(argument, &loading->file);
    size_t lines = 0;
    if (!statement) {
        buffer_printf(&invocation->trouble, "%s: no register is called so; there are:", argument);
        for (size_t i = 0; i < sql_bundle.load.count; i++)
            buffer_printf(&invocation->trouble, " %.*s", (int)strcspn(sql_bundle.load.files[i].name, "."), sql_bundle.load.files[i].name);
        buffer_add_text(&invocation->trouble, "\n");
        return false;
    }
    FILE *file = fopen(loading->file, "re");
    if (!file) {
        buffer_printf(&invocation->trouble, "%s: %s\n", loading->file, strerror(errno));
        return false;
    }
    bool document = is_document(loading->file);
    bool fine = document ? load_json(loading, admin, statement, file, &settings) : load_csv(admin, file, statement->text, &settings, &lines);
    fclose(file);
    if (fine && document)
        printf("%s: loaded\n", loading->file);
    else if (fine)
        printf("%s: %zu rows\n", loading->file, lines);
    else if (loading->problems)
        buffer_printf(&invocation->trouble, "%s: %zu problems; nothing was loaded\n", loading->file, loading->problems);
    else
        buffer_printf(&invocation->trouble, "%s: nothing was loaded\n", loading->file);
    return fine;
}

static bool load_files(struct invocation *invocation, struct admin *admin, bool dry_run)
{
    const struct config *config = invocation->config;
    struct loading loading = {.invocation = invocation, .cost = {
        .memory_kib = (uint32_t)config_number(config, "argon2_memory_kib"),
        .passes = (uint32_t)config_number(config, "argon2_passes"),
        .lanes = (uint32_t)config_number(config, "argon2_lanes")}};
    bool fine = admin_run(admin, "begin; set local statement_timeout = 0");
    for (int i = optind; fine && i < invocation->argc; i++)
        fine = load_file(&loading, admin, invocation->argv[i]);
    arena_free(loading.arena);
    if (fine && dry_run)
        puts("dry run: nothing was kept");
    /* A rollback after a failure needs no word of its own. */
    return admin_run(admin, fine && !dry_run ? "commit" : "rollback") && fine;
}

int command_load(struct invocation *invocation)
{
    static const struct option options[] = {{"dry-run", no_argument, NULL, 'n'}, {0}};
    bool dry_run = false;
    int option;
    while ((option = getopt_long(invocation->argc, invocation->argv, "", options, NULL)) != -1) {
        if (option != 'n')
            return misuse(invocation);
        dry_run = true;
    }
    if (optind == invocation->argc)
        return misuse(invocation);
    struct admin *admin;
    if (!owner_open(invocation, &admin))
        return FAILED;
    bool fine = load_files(invocation, admin, dry_run);
    admin_close(admin);
    return fine ? 0 : FAILED;
}
