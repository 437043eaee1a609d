/* What is asked of the service itself: is it alive, is it ready, what does it count, what is its contract, what does a code mean. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "api/exchange.h"
#include "represent/markup.h"
#include "resources/hooks.h"

bool get_health(struct exchange *x)
{
    answer_json(x, 200, json_pack("{ss}", "status", "ok"));
    http_set(x->answer, "Cache-Control", "no-store");
    return true;
}

/* Ready is: a connection can be had and the schema is the one this program was built with. */
bool get_ready(struct exchange *x)
{
    struct connection *connection = NULL;
    int version = 0;
    enum db_outcome outcome = x->service->stopping ? DB_AWAY : pool_borrow(x->service->pool, DB_PUBLIC, &connection);
    if (outcome == DB_OK)
        outcome = db_schema_version(connection, &version);
    pool_return(x->service->pool, connection);
    if (outcome != DB_OK || version < schema_version) {
        snprintf(x->detail, sizeof x->detail, "schema version %d, this program wants %d", version, schema_version);
        return problem(x, "unavailable", NULL, NULL);
    }
    bool signs = keys_refresh(x->service, 60000000) && x->service->signing_key;
    if (!signs)
        return problem(x, "unavailable", "没有可用的签名密钥。", "There is no live signing key.");
    answer_json(x, 200, json_pack("{ss, si}", "status", "ready", "schema", version));
    http_set(x->answer, "Cache-Control", "no-store");
    return true;
}

bool get_metrics(struct exchange *x)
{
    bool forwarded = http_header(x->request, "X-Forwarded-For") || http_header(x->request, "Forwarded");
    bool local = !forwarded && (strcmp(x->remote, "127.0.0.1") == 0 || strcmp(x->remote, "::1") == 0);
    if (!local && !config_flag(x->service->config, "metrics_open"))
        return problem(x, "forbidden", NULL, NULL);
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    metrics_write(x->service, &text);
    answer_bytes(x, 200, "text/plain; version=0.0.4; charset=utf-8", text.data ? text.data : "", text.length);
    http_set(x->answer, "Cache-Control", "no-store");
    return true;
}

bool get_openapi(struct exchange *x)
{
    return answer_bytes(x, 200, "application/json", openapi_json, openapi_json_length);
}

static const char *type_of(const char *name)
{
    static const struct { const char *ending, *type; } types[] = {
        {".html", "text/html; charset=utf-8"}, {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
        {".png", "image/png"}, {".svg", "image/svg+xml"}, {".json", "application/json"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i].ending) == 0)
            return types[i].type;
    return NULL;
}

static void set_page_policy(struct exchange *x)
{
    http_set(x->answer, "Content-Security-Policy",
             "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");
    http_set(x->answer, "Referrer-Policy", "no-referrer");
}

/* One plain file of the documentation folder: names, never paths. */
static bool send_file(struct exchange *x, const char *name)
{
    const char *folder = config_text(x->service->config, "docs_dir");
    const char *type = strchr(name, '/') || *name == '.' ? NULL : type_of(name);
    if (!type || !*folder)
        return problem(x, "not_found", NULL, NULL);
    int file = open(arena_printf(x->arena, "%s/%s", folder, name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat status;
    bool good = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size < (12 << 20);
    char *data = good ? arena_alloc(x->arena, (size_t)status.st_size + 1) : NULL;
    ssize_t got = good ? read(file, data, (size_t)status.st_size) : -1;
    if (file >= 0)
        close(file);
    if (got < 0 || got != status.st_size)
        return problem(x, "not_found", NULL, NULL);
    set_page_policy(x);
    return answer_bytes(x, 200, type, data, (size_t)got);
}

bool get_docs(struct exchange *x)
{
    return send_file(x, "index.html");
}

bool get_docs_file(struct exchange *x)
{
    return send_file(x, parameter(x, "file"));
}

static bool gives(const struct operation *operation, const char *code)
{
    for (size_t i = 0; i < operation->problem_count; i++)
        if (strcmp(operation->problems[i].code, code) == 0)
            return true;
    return false;
}

/* Those that name the code in x-problems; what none names comes from the way that all requests go. */
static void write_operations(struct buffer *page, const char *code)
{
    size_t found = 0;
    for (size_t i = 0; i < operation_count; i++) {
        if (!gives(&operations[i], code))
            continue;
        buffer_add_text(page, found++ ? "<li>" : "<h2>给出此代码的操作 <span lang=\"en\">Operations that give it</span></h2><ul><li>");
        buffer_printf(page, "<code>%s %s</code> %s</li>", operations[i].method, operations[i].path, operations[i].id);
    }
    buffer_add_text(page, found ? "</ul>" : "<p>可能来自任何操作。<span lang=\"en\">Any operation may give it.</span></p>");
}

static void write_part(struct buffer *page, const char *tag, const char *language, const char *text)
{
    buffer_printf(page, "<%s lang=\"%s\">", tag, language);
    markup_text(page, text);
    buffer_printf(page, "</%s>", tag);
}

static void write_problem(struct buffer *page, const struct problem_code *code)
{
    buffer_printf(page, "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>%s</title>"
                  "<style>body{font:16px/1.6 sans-serif;max-width:44em;margin:3em auto;padding:0 1em}</style><h1>%d ", code->code, code->status);
    markup_text(page, code->zh);
    buffer_printf(page, "</h1><p><code>%s</code></p>", code->code);
    write_part(page, "p", "zh-CN", code->about_zh);
    write_part(page, "h3", "zh-CN", "怎么办");
    write_part(page, "p", "zh-CN", code->todo_zh);
    write_part(page, "h2", "en", code->en);
    write_part(page, "p", "en", code->about_en);
    write_part(page, "h3", "en", "What to do");
    write_part(page, "p", "en", code->todo_en);
    write_operations(page, code->code);
    buffer_add_text(page, "<p><a href=\"/docs\">/docs</a></p></html>\n");
}

bool get_problem(struct exchange *x)
{
    const char *wanted = parameter(x, "code");
    for (size_t i = 0; i < problem_code_count; i++) {
        if (strcmp(problem_codes[i].code, wanted) != 0)
            continue;
        struct buffer page BUFFER_CLEANUP;
        buffer_init(&page);
        write_problem(&page, &problem_codes[i]);
        set_page_policy(x);
        return answer_bytes(x, 200, "text/html; charset=utf-8", page.data, page.length);
    }
    return problem(x, "not_found", NULL, NULL);
}
