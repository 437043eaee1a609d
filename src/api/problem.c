/* The only writer of errors (RFC 9457). Titles and explanations come from the contract's table of codes; what is particular is the detail. */
#include <stdlib.h>
#include <string.h>
#include "api/exchange.h"
#include "base/log.h"
#include "private.h"

static const struct problem_code *find(const char *code)
{
    size_t low = 0, high = problem_code_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(code, problem_codes[middle].code);
        if (order == 0)
            return &problem_codes[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return strcmp(code, "internal_error") == 0 ? NULL : find("internal_error");
}

int problem_status(const char *code)
{
    const struct problem_code *known = find(code);
    return known ? known->status : 500;
}

static json_t *errors_value(const struct exchange *x, const struct faults *faults)
{
    json_t *list = json_array();
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->items[i];
        json_array_append_new(list, json_pack("{ss, ss, ss}", "pointer", f->pointer, "code", f->code, "detail",
                                              x->english ? f->en : f->zh));
    }
    return list;
}

static json_t *value(struct exchange *x, const char *code, const char *detail, const struct faults *faults)
{
    const struct problem_code *known = find(code);
    json_t *body = json_object();
    char *type = arena_printf(x->arena, "/problems/%s", known ? known->code : code);
    json_object_set_new(body, "type", json_string(type));
    json_object_set_new(body, "code", json_string(known ? known->code : code));
    json_object_set_new(body, "title", json_string(known ? (x->english ? known->en : known->zh) : "Internal error"));
    json_object_set_new(body, "status", json_integer(known ? known->status : 500));
    if (!detail && known)
        detail = x->english ? known->about_en : known->about_zh;
    if (detail)
        json_object_set_new(body, "detail", json_string(detail));
    if (!faults || !faults->count)
        faults = x->faults;
    if (faults && faults->count)
        json_object_set_new(body, "errors", errors_value(x, faults));
    if (x->standing)
        json_object_set_new(body, "state", json_string(x->standing));
    if (x->rule)
        json_object_set_new(body, "rule", json_string(x->rule));
    json_object_set_new(body, "request_id", json_string(x->request_id));
    return body;
}

json_t *problem_value(struct exchange *x, const char *code, const struct faults *faults)
{
    return value(x, code, NULL, faults);
}

/* The OAuth 2.0 token endpoint answers as RFC 6749 §5.2 says too: clients look for "error". */
static void add_oauth(struct exchange *x, json_t *body, const char *code)
{
    if (!x->operation || x->operation->body_kind != BODY_FORM)
        return;
    bool own = strcmp(code, "invalid_client") == 0 || strcmp(code, "invalid_grant") == 0 || strcmp(code, "unsupported_grant_type") == 0;
    json_object_set_new(body, "error", json_string(own ? code : "invalid_request"));
}

static bool is_set(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcmp(answer->headers[i].name, name) == 0)
            return true;
    return false;
}

static void set_headers(struct exchange *x, const char *code, int status)
{
    struct http_answer *answer = x->answer;
    if (status == 401) {
        bool token = strcmp(code, "invalid_token") == 0;
        http_setf(answer, "WWW-Authenticate", "Bearer realm=\"wuye\"%s%s%s", token ? ", error=\"invalid_token\", error_description=\"" : "",
                  token ? x->detail : "", token ? "\"" : "");
    }
    if (status == 503 && !is_set(answer, "Retry-After"))
        http_set(answer, "Retry-After", "1");
    http_set(answer, "Content-Type", "application/problem+json");
    http_set(answer, "Content-Language", x->english ? "en" : "zh-CN");
    http_set(answer, "Cache-Control", "no-store");
}

static bool refuse(struct exchange *x, const char *code, const char *detail, const struct faults *faults)
{
    json_t *body = value(x, code, detail, faults);
    int status = problem_status(code);
    add_oauth(x, body, code);
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    x->problem_code = code;
    x->answer->status = status;
    buffer_clear(&x->answer->body);
    if (text)
        buffer_add_text(&x->answer->body, text);
    free(text);
    set_headers(x, code, status);
    return false;
}

bool problem(struct exchange *x, const char *code, const char *zh, const char *en)
{
    return refuse(x, code, x->english ? en : zh, NULL);
}

bool problem_faults(struct exchange *x, const char *code, const struct faults *faults)
{
    return refuse(x, code, NULL, faults);
}

static const char *mapped(const struct exchange *x, const char *constraint)
{
    if (!x->operation || !constraint)
        return NULL;
    for (size_t i = 0; i < x->operation->problem_count; i++)
        if (strcmp(x->operation->problems[i].constraint, constraint) == 0)
            return x->operation->problems[i].code;
    return NULL;
}

static const char *code_of(struct exchange *x, enum db_outcome outcome, const char *constraint, const char *detail)
{
    const char *known = mapped(x, constraint);
    if (outcome == DB_NOT_ADMITTED)
        count_refused(x);
    if (outcome == DB_NOT_ADMITTED)
        snprintf(x->detail, sizeof x->detail, "The token's holder was disabled or changed");
    else if (outcome == DB_BUSY && (!detail || !*detail))
        snprintf(x->detail, sizeof x->detail, "no connection to the database was free");
    else if (detail && outcome != DB_OK)
        snprintf(x->detail, sizeof x->detail, "%s", detail);
    switch (outcome) {
    case DB_CONSTRAINT:
        return known ? known : "conflict";
    case DB_RAISED:
        return known ? known : constraint;
    case DB_NOT_ADMITTED:
        return "invalid_token";
    case DB_CONFLICT:
        return x->idempotency_key ? "idempotency_in_progress" : "unavailable"; /* somebody held it for too long: nothing was done */
    case DB_DENIED: /* a thing that is made meets one that is another's */
        return x->operation && x->operation->writes && x->operation->status == 201 ? "conflict" : "not_found";
    case DB_INVALID:
        return x->body ? "invalid_body" : "invalid_parameter";
    case DB_BUSY:
    case DB_AWAY:
    case DB_TIMEOUT:
        return "unavailable";
    case DB_UNKNOWN:
        return "outcome_unknown";
    case DB_OK:
    case DB_BUG:
        break;
    }
    return "internal_error";
}

const char *problem_code_of(struct exchange *x, enum db_outcome outcome, const struct db_result *result)
{
    return code_of(x, outcome, result ? db_result_constraint(result) : "", result ? db_result_detail(result) : NULL);
}

const char *problem_code_last(struct exchange *x, enum db_outcome outcome, const struct connection *connection)
{
    return code_of(x, outcome, db_last_constraint(connection), db_last_detail(connection));
}

static bool refuse_outcome(struct exchange *x, enum db_outcome outcome, const char *code, const char *detail)
{
    if (outcome == DB_BUG || outcome == DB_CONSTRAINT)
        log_message(outcome == DB_BUG ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, "the database refused",
                    json_pack("{ss, ss, ss}", "operation", x->operation ? x->operation->id : "", "request_id", x->request_id, "detail", detail));
    return problem(x, code, NULL, NULL);
}

bool problem_outcome(struct exchange *x, enum db_outcome outcome, const struct db_result *result)
{
    return refuse_outcome(x, outcome, problem_code_of(x, outcome, result), result ? db_result_detail(result) : "");
}

bool problem_outcome_last(struct exchange *x, enum db_outcome outcome, const struct connection *connection)
{
    return refuse_outcome(x, outcome, problem_code_last(x, outcome, connection), db_last_detail(connection));
}
