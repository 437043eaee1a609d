/* Steps from the request line to the checked input. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "api/providers.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "private.h"
#include "route.h"

#define URI_MAX 8192
#define KEYS_AGE_US 60000000     /* a rotation is known everywhere within a minute */
#define KEYS_UNKNOWN_US 5000000  /* a key that nobody knows makes us read no more often */

/* Path parameters stand in the template's order. */
static void place_segments(struct exchange *x, const char *const *segments)
{
    const struct operation *op = x->operation;
    size_t at = 0;
    for (const char *open = strchr(op->path, '{'); open; open = strchr(open + 1, '{')) {
        size_t length = strcspn(open + 1, "}");
        for (size_t i = 0; i < op->parameter_count; i++) {
            const char *name = op->parameters[i].name;
            if (op->parameters[i].place == IN_PATH && strlen(name) == length && strncmp(name, open + 1, length) == 0)
                x->parameters[i] = segments[at];
        }
        at++;
    }
}

bool find_operation(struct exchange *x)
{
    const char *segments[ROUTE_VALUES] = {0};
    char allow[ROUTE_ALLOW];
    if (strlen(x->request->path) + strlen(x->request->query) > URI_MAX)
        return problem(x, "uri_too_long", NULL, NULL);
    switch (route(x->service->routes, x->arena, x->request->method, x->request->path, &x->operation, segments, allow)) {
    case ROUTE_BAD_PATH:
        return problem(x, "malformed", "路径格式不正确。", "The path is malformed.");
    case ROUTE_NONE:
        return problem(x, "not_found", "没有这个地址。", "There is nothing at this address.");
    case ROUTE_OTHER_METHOD:
        http_set(x->answer, "Allow", allow);
        return problem(x, "method_not_allowed", NULL, NULL);
    case ROUTE_FOUND:
        break;
    }
    x->parameters = arena_alloc(x->arena, (x->operation->parameter_count + 1) * sizeof *x->parameters);
    place_segments(x, segments);
    blind_id(x);
    return true;
}

bool admit(struct exchange *x)
{
    unsigned left, reset;
    const char *key = x->identified ? x->principal.user : x->holder;
    if (x->request->file >= 0)
        limiter_give(x->service->limiter, key); /* what was taken before the file was */
    bool granted = limiter_take(x->service->limiter, key, &left, &reset);
    http_setf(x->answer, "RateLimit-Policy", "\"default\";q=%u;w=60", limiter_per_minute(x->service->limiter));
    http_setf(x->answer, "RateLimit", "\"default\";r=%u;t=%u", left, reset);
    if (granted)
        return true;
    http_setf(x->answer, "Retry-After", "%u", reset);
    return problem(x, "too_many_requests", NULL, NULL);
}

/* Who keeps coming with credentials that do not hold is stopped before they are looked at: looking costs a signature, or a trip. */
static bool too_many_refused(struct exchange *x)
{
    unsigned reset;
    if (!limiter_spent(x->service->limiter, arena_printf(x->arena, "refused:%s", x->holder), &reset))
        return false;
    http_setf(x->answer, "Retry-After", "%u", reset);
    problem(x, "too_many_requests", NULL, NULL);
    return true;
}

void count_refused(struct exchange *x)
{
    unsigned left, reset;
    if (x->sink)
        return; /* no address: an errand */
    (void)limiter_take(x->service->limiter, arena_printf(x->arena, "refused:%s", x->holder), &left, &reset);
}

static bool refuse_token(struct exchange *x, enum token_fault fault)
{
    count_refused(x);
    x->principal = (struct principal){.role = TOKEN_PUBLIC};
    snprintf(x->detail, sizeof x->detail, "%s", token_fault_text(fault));
    return problem(x, "invalid_token", NULL, NULL);
}

/* The keys of whom the token says it is from, read again if they may be. False: it may be good, and we cannot tell. */
static bool keys_again(struct exchange *x, const char *token)
{
    const char *issuer = token_claimed_issuer(x->arena, token, strlen(token));
    enum keys_state state = issuer ? key_watch_ask(x->service->watch, issuer, x->holder) : KEYS_NOBODYS;
    if (state == KEYS_NOBODYS)
        return keys_refresh(x->service, KEYS_UNKNOWN_US);
    return state == KEYS_CURRENT;
}

/* Counted like a refusal: who makes tokens up while the provider is away is stopped like any other. */
static bool cannot_tell(struct exchange *x)
{
    count_refused(x);
    http_set(x->answer, "Retry-After", "5");
    return problem(x, "unavailable", NULL, NULL);
}

static bool authenticate_vouched(struct exchange *x, const struct verified *verified)
{
    enum vouched vouched = admit_vouched(x, verified);
    x->identified = vouched == VOUCHED_ADMITTED;
    if (vouched == VOUCHED_REFUSED)
        return refuse_token(x, TOKEN_NO_ROLE);
    return vouched != VOUCHED_ANSWERED;
}

static bool authenticate_bearer(struct exchange *x, const char *token)
{
    int64_t now = clock_now_us() / 1000000;
    struct verified verified;
    (void)keys_refresh(x->service, KEYS_AGE_US); /* what is known stands while the database is away */
    enum token_fault fault = token_verify_any(x->service->ring, token, strlen(token), now, x->arena, &verified);
    if (fault == TOKEN_UNKNOWN_KEY) {
        bool current = keys_again(x, token);
        fault = token_verify_any(x->service->ring, token, strlen(token), now, x->arena, &verified);
        if (fault == TOKEN_UNKNOWN_KEY && !current)
            return cannot_tell(x);
    }
    if (fault == TOKEN_VOUCHED)
        return authenticate_vouched(x, &verified);
    if (fault != TOKEN_OK)
        return refuse_token(x, fault);
    x->principal = verified.principal;
    x->identified = true;
    return true;
}

/* A signature covers a body and nothing else: it is good for what is pushed, never for reading. */
static bool takes_signature(const struct operation *op)
{
    return op->writes && op->body_kind == BODY_JSON && !(op->roles & ROLE_PUBLIC);
}

bool authenticate(struct exchange *x)
{
    const char *header = http_header(x->request, "Authorization");
    bool is_signed = !header && http_header(x->request, "webhook-signature") && takes_signature(x->operation);
    if (!header && !is_signed)
        return true;
    if (header && x->operation->body_kind == BODY_FORM && strncasecmp(header, "Basic ", 6) == 0)
        return true; /* client authentication at the token endpoint (RFC 6749 §2.3.1) */
    if (too_many_refused(x))
        return false;
    if (is_signed) {
        bool good = authenticate_signed(x);
        if (!good && x->problem_code && strcmp(x->problem_code, "signature_invalid") == 0)
            count_refused(x);
        return good;
    }
    if (strncasecmp(header, "Bearer ", 7) != 0)
        return refuse_token(x, TOKEN_MALFORMED);
    return authenticate_bearer(x, header + 7 + strspn(header + 7, " "));
}

bool authorise(struct exchange *x)
{
    unsigned roles = x->operation->roles;
    if (roles & ROLE_PUBLIC || (x->identified && roles & (1u << x->principal.role)))
        return true;
    if (!x->identified)
        return problem(x, "unauthorized", NULL, NULL);
    return problem(x, "forbidden", NULL, NULL);
}

static const char *const types[] = {
    [REPRESENT_JSON] = "application/json", [REPRESENT_CSV] = "text/csv", [REPRESENT_NDJSON] = "application/x-ndjson",
    [REPRESENT_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [REPRESENT_HTML] = "text/html",
};

/* How closely a media range fits a type: 3 = it is the type, 2 = any of its kind, 1 = any at all, 0 = not. */
static int closeness(const char *range, size_t length, const char *type)
{
    size_t major = strcspn(type, "/");
    if (length == strlen(type) && strncasecmp(range, type, length) == 0)
        return 3;
    if (length == major + 2 && strncasecmp(range, type, major + 1) == 0 && range[major + 1] == '*')
        return 2;
    return length == 3 && strncmp(range, "*/*", 3) == 0;
}

/* The weight among a range's parameters; 1 when there is none. */
static double weight_of(const char *parameters, size_t length)
{
    for (const char *at = parameters, *end = parameters + length; at < end; at++) {
        const char *name = at + 1 + strspn(at + 1, " \t");
        if (*at == ';' && name + 1 < end && (*name == 'q' || *name == 'Q') && name[1] == '=')
            return strtod(name + 2, NULL);
    }
    return 1;
}

/* The weight of a type is that of the range that fits it most closely (RFC 9110 §12.5.1). */
static double quality(const char *accept, const char *type)
{
    int closest = 0;
    double found = 0;
    while (*accept) {
        accept += strspn(accept, " \t,");
        size_t length = strcspn(accept, ","), name = strcspn(accept, ",; \t");
        int close = closeness(accept, name, type);
        if (close > closest) {
            closest = close;
            found = weight_of(accept + name, length - name);
        }
        accept += length;
    }
    return found;
}

/* The best of what is offered and accepted; the table's order breaks ties. */
static bool choose(const char *accept, unsigned formats, enum representation *ret_chosen)
{
    double best = 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        double q = formats & (1u << i) ? quality(accept, types[i]) : 0;
        if (q <= best)
            continue;
        best = q;
        *ret_chosen = (enum representation)i;
    }
    return best > 0;
}

bool negotiate(struct exchange *x)
{
    const char *accept = http_header(x->request, "Accept");
    const struct operation *op = x->operation;
    if (!accept || !*accept || op->answer == ANSWER_NONE)
        return true;
    if (op->answer == ANSWER_HOOK && !op->formats)
        return true; /* pages, metrics, the contract: the hook says what it is */
    if (choose(accept, op->formats, &x->representation))
        return true;
    return problem(x, "not_acceptable", NULL, NULL);
}

bool read_params(struct exchange *x)
{
    struct faults *faults = arena_alloc(x->arena, sizeof *faults);
    faults->arena = x->arena;
    if (!parameters_read(x->operation->parameters, x->operation->parameter_count, x->request->query, x->parameters, faults)) {
        bool unknown = faults->count && strcmp(faults->items[0].code, "unknown") == 0;
        bool broken = faults->count && strcmp(faults->items[0].code, "malformed") == 0;
        return problem_faults(x, unknown ? "unknown_parameter" : broken ? "malformed" : "invalid_parameter", faults);
    }
    const char *key = http_header(x->request, "Idempotency-Key");
    if (key && x->operation->keyed && x->identified) {
        size_t length = strlen(key);
        if (length < 1 || length > 255 || !text_is_utf8(key, length))
            return problem(x, "invalid_parameter", "Idempotency-Key 应为 1 至 255 个字符。", "Idempotency-Key takes 1 to 255 characters.");
        x->idempotency_key = key;
    }
    return true;
}

static bool type_is(const char *header, const char *type)
{
    size_t length = strlen(type);
    return header && strncasecmp(header, type, length) == 0 && strchr("; \t", header[length]);
}

static const char *media_type(enum body_kind kind)
{
    switch (kind) {
    case BODY_MERGE_PATCH:
        return "application/merge-patch+json";
    case BODY_FORM:
        return "application/x-www-form-urlencoded";
    case BODY_NONE:
    case BODY_JSON:
    case BODY_FILE:
        break;
    }
    return "application/json";
}

static void release_body(void *body)
{
    for (void *at = json_object_iter(body); at; at = json_object_iter_next(body, at))
        if (is_secret(json_object_iter_key(at)))
            member_wipe(body, json_object_iter_key(at));
    json_decref(body);
}

static bool parse_body(struct exchange *x, struct faults *faults)
{
    const struct http_request *r = x->request;
    if (x->operation->body_kind == BODY_FORM)
        x->body = form_read(r->body, r->body_length, faults);
    else
        x->body = json_read(r->body, r->body_length, faults);
    arena_defer(x->arena, release_body, x->body);
    return x->body != NULL;
}

static bool read_if_match(struct exchange *x)
{
    const char *match = http_header(x->request, "If-Match");
    if (!match)
        return problem(x, "precondition_required", NULL, NULL);
    if (strncmp(match, "W/", 2) == 0)
        match += 2;
    size_t digits = *match == '"' ? strspn(match + 1, "0123456789") : 0;
    if (!digits || digits > 18 || (match[1 + digits] != '-' && match[1 + digits] != '"'))
        return problem(x, "precondition_failed", NULL, NULL);
    x->if_version = arena_strndup(x->arena, match + 1, digits);
    return true;
}

static bool is_file_type(const struct operation *op, const char *type)
{
    for (const char *const *media = op->media; *media; media++)
        if (type_is(type, *media))
            return true;
    return false;
}

/* The file itself is the hook's to read. A file of the right type that is not there could not be written: the disk is full. */
static bool read_file(struct exchange *x)
{
    if (!is_file_type(x->operation, http_header(x->request, "Content-Type")))
        return problem(x, "unsupported_media_type", NULL, NULL);
    if (x->request->body_too_large)
        return problem(x, "payload_too_large", NULL, NULL);
    if (x->request->file < 0 || x->request->file_failed) {
        log_message(LOG_LEVEL_ERROR, "no room for an uploaded file", json_pack("{ss}", "request_id", x->request_id));
        http_set(x->answer, "Retry-After", "10");
        return problem(x, "unavailable", NULL, NULL);
    }
    if (!x->request->file_length)
        return problem(x, "invalid_body", "文件是空的。", "The file is empty.");
    return true;
}

bool takes_file(void *service, const struct http_request *head)
{
    struct http_answer answer = {0};
    struct arena *arena = arena_new(1 << 20);
    if (!arena)
        return false;
    struct exchange *x = arena_alloc(arena, sizeof *x);
    *x = (struct exchange){.service = service, .request = head, .answer = &answer, .arena = arena};
    exchange_prepare(x); /* whoever comes for the first time is written down now */
    bool takes = find_operation(x) && x->operation->body_kind == BODY_FILE && is_file_type(x->operation, http_header(head, "Content-Type")) &&
                 authenticate(x) && admit(x) && authorise(x);
    buffer_release(&answer.body);
    arena_free(arena);
    return takes;
}

bool read_body(struct exchange *x)
{
    const struct operation *op = x->operation;
    if (op->body_kind == BODY_NONE)
        return true;
    if (op->body_kind == BODY_FILE)
        return read_file(x);
    if (x->request->body_too_large)
        return problem(x, "payload_too_large", NULL, NULL);
    if (!x->request->body_length && !op->body_required)
        return true;
    if (!type_is(http_header(x->request, "Content-Type"), media_type(op->body_kind)))
        return problem(x, "unsupported_media_type", NULL, NULL);
    struct faults *faults = arena_alloc(x->arena, sizeof *faults);
    faults->arena = x->arena;
    if (!parse_body(x, faults))
        return problem_faults(x, "invalid_json", faults);
    bool array = op->batch && json_is_array(x->body);
    if (!array && op->body && !schema_check(op->batch ? op->body->one_of[0] : op->body, x->body, faults))
        return problem_faults(x, "invalid_body", faults);
    if (op->body_kind == BODY_MERGE_PATCH)
        return read_if_match(x);
    return true;
}
