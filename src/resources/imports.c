/* DESIGN. A file for a register. What begins it is one trip with its audit row; the file is then read and taken over in a thread of its own, and
 * the request waits for it a little: a small file is answered as done, a large one as under way, at an address where its progress is read. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "api/exchange.h"
#include "api/import.h"
#include "base/log.h"
#include "base/text.h"
#include "internal.h"
#include "resources/hooks.h"

#define RUNNING_MAX "4"

/* Two hold it: the request while it waits, and the thread at work. */
struct import {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    unsigned holders;
    bool over;
    struct principal principal;
    uint64_t file_length;
    char id[UUID_SIZE], request_id[80], now[40], name[16], epoch[24];
    struct import_order order;
};

static void import_free(struct import *import)
{
    pthread_mutex_destroy(&import->lock);
    pthread_cond_destroy(&import->ended);
    if (import->order.file >= 0)
        http_file_close(import->order.file, import->file_length);
    free(import);
}

static void let_go(struct import *import, bool over)
{
    pthread_mutex_lock(&import->lock);
    import->over = import->over || over;
    bool last = --import->holders == 0;
    pthread_cond_signal(&import->ended);
    pthread_mutex_unlock(&import->lock);
    if (last)
        import_free(import);
}

static void work(void *thing)
{
    struct import *import = thing;
    struct import_progress progress;
    bool told = import_run(&import->order, &progress);
    log_message(told ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR, told ? "import ended" : "import failed",
                json_pack("{ss, ss, ss, ss, sI}", "import", import->id, "request_id", import->request_id, "register", import->name, "state",
                          progress.state, "rows", (json_int_t)progress.read));
    let_go(import, true);
}

static struct import *import_new(struct exchange *x)
{
    struct service *s = x->service;
    struct import *import = calloc(1, sizeof *import);
    if (!import)
        return NULL;
    pthread_mutex_init(&import->lock, NULL);
    pthread_cond_init(&import->ended, NULL);
    import->holders = 2;
    import->principal = x->principal;
    import->file_length = x->request->file_length;
    const struct principal *p = &import->principal;
    memcpy(import->id, x->new_id, sizeof import->id);
    memcpy(import->request_id, x->request_id, sizeof import->request_id);
    memcpy(import->now, x->now, sizeof import->now);
    snprintf(import->name, sizeof import->name, "%s", parameter(x, "register"));
    const struct db_caller caller = exchange_caller(x); /* of an arena that is gone before the import is */
    snprintf(import->epoch, sizeof import->epoch, "%s", caller.epoch ? caller.epoch : "");
    struct import_order *order = &import->order;
    *order = (struct import_order){
        .pool = s->imports, .notes = s->pool, .role = (enum db_role)p->role, .id = import->id, .register_name = import->name, .now = import->now,
        .caller = {.district = p->district, .street = p->street, .community = p->community, .firm = p->firm, .user = p->user, .request_id = import->request_id,
                   .holder = caller.holder, .epoch = caller.epoch ? import->epoch : NULL},
        .file = http_file_take(), .dry_run = strcmp(parameter(x, "dry_run"), "true") == 0,
        .skip = strcmp(parameter(x, "on_error"), "skip") == 0, .form = import_is_form(import->name), .stop = &s->stopping,
    };
    import_media(http_header(x->request, "Content-Type"), &order->kind);
    if (order->file >= 0)
        return import;
    import_free(import);
    return NULL;
}

/* Each import holds its file, a thread and its turn: one caller's must not be all there are. */
static bool begin(struct exchange *x)
{
    char digest[65];
    uint64_t length;
    const struct principal *p = &x->principal;
    if (!secret_digest_file(x->request->file, digest, &length))
        return problem(x, "unavailable", NULL, NULL);
    enum sheet_kind kind;
    bool csv = import_media(http_header(x->request, "Content-Type"), &kind) && kind == SHEET_CSV;
    const struct named values[] = {
        {"district", p->district}, {"id", x->new_id}, {"register", parameter(x, "register")}, {"dry_run", parameter(x, "dry_run")},
        {"on_error", parameter(x, "on_error")}, {"media", csv ? "csv" : "xlsx"}, {"file_name", parameter(x, "file_name")}, {"file_sha256", digest},
        {"file_bytes", arena_printf(x->arena, "%llu", (unsigned long long)length)}, {"user_id", p->user}, {"user_name", p->name},
        {"role", db_role_names[p->role] + strlen("wuye_")}, {"firm", p->firm}, {"street", p->street}, {"campaign_id", parameter(x, "campaign_id")}, {"now", x->now}, {"most", RUNNING_MAX}, {NULL, NULL}};
    struct db_step steps[] = {internal_step(x, &internal_importBegin, values), audit_step(x, x->new_id, NULL)};
    struct db_result *result;
    if (!run_internal(x, (enum db_role)p->role, true, steps, 2, &result))
        return false;
    if (!db_result_text(result, x->arena, 0, 0, "!problem"))
        return true;
    http_set(x->answer, "Retry-After", "10");
    return problem(x, "too_many_requests", "您的导入任务过多，请等待其中一个结束。", "Too many of your imports are under way; wait until one is over.");
}

static bool await(struct import *import, int64_t seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&import->lock);
    int waited = seconds ? 0 : 1;
    while (!import->over && waited == 0)
        waited = pthread_cond_timedwait(&import->ended, &import->lock, &until);
    bool over = import->over;
    pthread_mutex_unlock(&import->lock);
    return over;
}

static bool answer(struct exchange *x, bool over)
{
    const struct named values[] = {{"district", x->principal.district}, {"id", x->new_id}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_importRead, values);
    struct db_result *result;
    return run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result) && answer_row(x, result, 0, over ? 201 : 202);
}

bool create_import(struct exchange *x)
{
    const char *own = x->principal.role == TOKEN_COMPANY ? "staff" : x->principal.role == TOKEN_STREET ? "issues" : parameter(x, "register");
    if (strcmp(parameter(x, "register"), own) != 0)
        return problem(x, "register_reserved", NULL, NULL);
    struct import *import = import_new(x);
    if (!import)
        return problem(x, "unavailable", NULL, NULL);
    if (!begin(x)) {
        import_free(import);
        return false;
    }
    if (!background_start(x->service, work, import)) {
        import_give_up(&import->order);
        import_free(import);
        return problem(x, "unavailable", NULL, NULL);
    }
    int64_t seconds = 0;
    bool over = await(import, text_to_int64(parameter(x, "wait"), &seconds) ? seconds : 0);
    let_go(import, false);
    return answer(x, over);
}
