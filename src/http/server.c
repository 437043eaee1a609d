#include "http/server.h"

#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <ulfius.h>
#include <unistd.h>
#include "base/clock.h"
#include "connection.h"
#include "door.h"
#include "listen.h"
#include "spool.h"
#include "tls.h"

#define NEVER_REACHED 1000000 /* the door counts; the library's own bound, once reached, keeps a lock for ever (0.9.75) */
#define STACK_BYTES (192 * 1024)

struct http_server {
    struct _u_instance instance;
    struct http_settings settings;
    struct watch *watch;
    struct tls *tls; /* NULL: plain HTTP */
    struct door *door;
    int listening;
    _Atomic bool stopping;
    uint16_t port;
};

const char *http_header(const struct http_request *request, const char *name)
{
    const struct _u_request *source = request->source;
    const struct _u_map *map = source->map_header;
    /* The last of several spellings: what a proxy adds comes after what the client sent. */
    for (int i = map->nb_values - 1; i >= 0; i--)
        if (strcasecmp(map->keys[i], name) == 0)
            return map->values[i];
    return NULL;
}

void http_set(struct http_answer *answer, const char *name, const char *value)
{
    size_t length = strlen(value);
    if (length >= sizeof answer->headers[0].value) {
        if (answer->long_count < sizeof answer->long_name / sizeof *answer->long_name) {
            answer->long_name[answer->long_count] = strdup(name);
            answer->long_value[answer->long_count++] = strdup(value);
        }
        return;
    }
    size_t at = 0;
    while (at < answer->header_count && strcasecmp(answer->headers[at].name, name) != 0)
        at++;
    if (at == HTTP_HEADERS_MAX)
        return;
    answer->headers[at].name = name;
    memcpy(answer->headers[at].value, value, length + 1);
    if (at == answer->header_count)
        answer->header_count++;
}

void http_setf(struct http_answer *answer, const char *name, const char *format, ...)
{
    char value[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(value, sizeof value, format, args);
    va_end(args);
    http_set(answer, name, value);
}

static ssize_t pull(void *stream, uint64_t offset, char *out, size_t room)
{
    (void)offset;
    struct http_answer *answer = stream;
    ssize_t n = answer->more(answer->stream, out, room);
    return n > 0 ? n : n == 0 ? (ssize_t)U_STREAM_END : (ssize_t)U_STREAM_ERROR;
}

static void pull_done(void *stream)
{
    struct http_answer *answer = stream;
    answer->done(answer->stream);
    free(answer);
}

/* Fill the empty map at once: one by one costs four allocations and a search for each header. */
static void put_headers(const struct http_answer *answer, struct _u_map *map)
{
    size_t count = answer->header_count;
    char **keys = o_malloc((count + 1) * sizeof *keys), **values = o_malloc((count + 1) * sizeof *values);
    size_t *lengths = o_malloc((count + 1) * sizeof *lengths);
    if (!keys || !values || !lengths)
        abort(); /* out of memory */
    for (size_t i = 0; i < count; i++) {
        keys[i] = o_strdup(answer->headers[i].name);
        values[i] = o_strdup(answer->headers[i].value);
        lengths[i] = strlen(answer->headers[i].value);
    }
    keys[count] = values[count] = NULL;
    lengths[count] = 0;
    o_free(map->keys);
    o_free(map->values);
    o_free(map->lengths);
    *map = (struct _u_map){.nb_values = (int)count, .keys = keys, .values = values, .lengths = lengths};
}

static void send_answer(struct http_answer *answer, struct _u_response *response)
{
    put_headers(answer, response->map_header);
    for (size_t i = 0; i < answer->long_count; i++) {
        if (answer->long_name[i] && answer->long_value[i])
            u_map_put(response->map_header, answer->long_name[i], answer->long_value[i]);
        free(answer->long_name[i]);
        free(answer->long_value[i]);
    }
    response->status = answer->status;
    struct http_answer *stream = answer->more ? malloc(sizeof *stream) : NULL;
    if (stream) {
        *stream = *answer;
        response->stream_callback = pull;
        response->stream_callback_free = pull_done;
        response->stream_size = answer->stream_length ? answer->stream_length : U_STREAM_SIZE_UNKNOWN;
        response->stream_block_size = 64 * 1024;
        response->stream_user_data = stream;
        return;
    }
    /* ulfius takes the memory over; ours came from realloc as it wants. */
    response->binary_body = answer->body.data;
    response->binary_body_length = answer->body.length;
}

/* Does what comes with these headers go to a file? Only then is there a request to look at before its body. */
static enum MHD_Result gather(void *map, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    return u_map_put(map, name, value ? value : "") == U_OK ? MHD_YES : MHD_NO;
}

static bool takes_file(void *context, struct MHD_Connection *connection, const char *url, const char *method)
{
    struct http_server *server = context;
    const struct http_settings *s = &server->settings;
    const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
    if (!s->takes_file || strcmp(method, "POST") != 0 || !type || strncasecmp(type, "application/json", 16) == 0)
        return false;
    struct _u_map headers;
    u_map_init(&headers);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, gather, &headers);
    struct _u_request source = {.map_header = &headers};
    const struct http_connection *known = watch_current();
    struct http_request head = {.method = method, .path = url, .query = "", .file = -1, .remote = known ? known->remote : "", .certificate = known ? known->certificate : "",
                                .started_us = clock_monotonic_us(), .source = &source};
    bool takes = s->takes_file(s->context, &head);
    u_map_clean(&headers);
    return takes;
}

static void drop_file(void)
{
    struct http_connection *connection = watch_current();
    if (!connection)
        return;
    spool_free(connection->spool);
    connection->spool = NULL;
}

static int on_request(const struct _u_request *source, struct _u_response *response, void *user_data)
{
    struct http_server *server = user_data;
    watch_phase(server->watch, PHASE_HANDLING);
    const char *url = source->http_url ? source->http_url : "/";
    const char *mark = strchr(url, '?');
    char *path = mark ? strndup(url, (size_t)(mark - url)) : NULL;
    const struct http_connection *connection = watch_current();
    struct http_request request = {
        .method = source->http_verb,
        .path = mark ? path : url,
        .query = mark ? mark + 1 : "",
        .body = source->binary_body,
        .body_length = source->binary_body_length,
        .body_too_large = source->binary_body_length > server->settings.body_max,
        .file = -1,
        .remote = connection ? connection->remote : "",
        .certificate = connection ? connection->certificate : "",
        .crowding = !connection ? HTTP_ROOM : connection->leaving ? HTTP_FULL : connection->crowding,
        .started_us = clock_monotonic_us(),
        .source = source,
    };
    struct http_answer answer;
    memset(&answer, 0, offsetof(struct http_answer, headers));
    answer.status = 500;
    if (server->stopping)
        http_set(&answer, "Connection", "close"); /* its next request goes to whoever serves then */
    if (server->tls)
        http_set(&answer, "Strict-Transport-Security", "max-age=31536000");
    if (connection && connection->spool)
        spool_tell(connection->spool, &request);
    if (request.path)
        server->settings.handle(server->settings.context, &request, &answer);
    free(path);
    drop_file();
    send_answer(&answer, response);
    return U_CALLBACK_COMPLETE;
}

/* ulfius's own logger passes a formatted message on as a format; MHD has nothing to say that the access log does not. */
static void on_log(void *class, const char *format, va_list args)
{
    (void)class, (void)format, (void)args;
}

static void *on_uri(void *class, const char *uri, struct MHD_Connection *connection)
{
    struct http_server *server = class;
    watch_set_current(connection);
    watch_phase(server->watch, PHASE_ARRIVING);
    drop_file(); /* of a request that never came to its end */
    struct http_connection *current = watch_current();
    if (current) {
        current->fresh = true;
        if (server->tls && !current->known)
            tls_peer_name(connection, current->certificate, sizeof current->certificate);
        current->known = true;
    }
    return ulfius_uri_logger(NULL, uri);
}

static void on_completed(void *class, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
    struct http_server *server = class;
    mhd_request_completed(NULL, connection, context, code);
    if (watch_current())
        body_release(watch_current());
    watch_phase(server->watch, PHASE_IDLE);
}

static bool start(struct http_server *server)
{
    const struct http_settings *s = &server->settings;
    struct MHD_OptionItem secured[TLS_OPTIONS_MAX] = {{MHD_OPTION_END, 0, NULL}};
    if (server->tls)
        tls_options(server->tls, secured);
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, server},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_uri, server},
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_log, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)watch_connection, server->watch},
        {MHD_OPTION_CONNECTION_LIMIT, NEVER_REACHED, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)s->idle_timeout_s, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)(s->header_max + 8192), NULL},
        {MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, NULL},
        {server->tls ? MHD_OPTION_ARRAY : MHD_OPTION_END, 0, secured},
        {MHD_OPTION_END, 0, NULL},
    };
    /* Connections come from the door; ITC is what wakes the library's thread for one. */
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET;
    if (server->tls)
        flags |= MHD_USE_TLS;
    const struct spool_rules rules = {.takes_file = takes_file, .context = server, .folder = s->upload_dir, .limit = s->upload_max, .total = s->upload_total_max,
                                      .body_limit = s->body_max, .body_total = s->body_total_max, .watch = server->watch};
    spool_rules_set(&rules);
    bool started = ulfius_start_framework_with_mhd_options(&server->instance, flags, options) == U_OK;
    spool_rules_set(NULL);
    return started;
}

static bool prepare(struct http_server *server)
{
    uint16_t port = server->settings.port ? server->settings.port : 1; /* ulfius refuses 0; the address decides */
    if (ulfius_init_instance(&server->instance, port, NULL, NULL) != U_OK)
        return false;
    server->instance.max_post_body_size = server->settings.body_max + 1;
    server->instance.max_post_param_size = 1;
    server->instance.check_utf8 = 0;
    server->instance.allowed_post_processor = U_POST_PROCESS_NONE;
    return ulfius_add_endpoint_by_val(&server->instance, "*", NULL, "*", 0, on_request, server) == U_OK;
}

struct http_server *http_start(const struct http_settings *settings, const char **ret_fault)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server)
        return NULL;
    server->settings = *settings;
    *ret_fault = "out of memory";
    server->listening = -1;
    if (settings->tls.certificate && *settings->tls.certificate && !(server->tls = tls_new(&settings->tls, ret_fault)))
        goto failed;
    if ((server->listening = listen_open(settings->address, settings->port, ret_fault)) < 0)
        goto failed;
    *ret_fault = "the HTTP library could not be set up";
    server->watch = watch_new(&(struct watch_rules){
        .idle_us = (int64_t)settings->idle_timeout_s * 1000000, .request_us = (int64_t)settings->request_timeout_s * 1000000,
        .upload_us = (int64_t)settings->upload_timeout_s * 1000000, .connections_max = settings->connections_max,
        .per_address = settings->connections_per_address, .unbounded = settings->unbounded, .context = settings->context});
    if (!server->watch || !prepare(server))
        goto failed;
    *ret_fault = "the HTTP library does not take the socket (or is built without TLS)";
    server->port = listen_port(server->listening);
    if (settings->server)
        *settings->server = server;
    if (!start(server))
        goto failed;
    *ret_fault = "the thread that takes connections could not be started";
    if (!(server->door = door_open(&server->settings, server->watch, server->instance.mhd_daemon, server->listening)))
        goto failed;
    *ret_fault = NULL;
    return server;
failed:
    if (server->instance.mhd_daemon)
        ulfius_stop_framework(&server->instance);
    if (settings->server)
        *settings->server = NULL;
    ulfius_clean_instance(&server->instance);
    watch_free(server->watch);
    if (server->listening >= 0)
        close(server->listening);
    tls_free(server->tls);
    free(server);
    return NULL;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

struct http_counts http_count(const struct http_server *server)
{
    return watch_count(server->watch);
}

int http_socket(const struct http_server *server)
{
    return server->listening;
}

bool http_reload(struct http_server *server, const char **ret_fault)
{
    *ret_fault = NULL;
    return !server->tls || tls_reload(server->tls, ret_fault);
}

int64_t http_certificate_ends_at(const struct http_server *server)
{
    return tls_ends_at(server->tls);
}

void http_stop(struct http_server *server, unsigned drain_ms, unsigned idle_ms)
{
    if (!server)
        return;
    door_close(server->door);
    close(server->listening);
    server->stopping = true;
    int64_t until = clock_monotonic_us() + (int64_t)drain_ms * 1000;
    while (watch_busy(server->watch, (int64_t)idle_ms * 1000) && clock_monotonic_us() < until)
        usleep(10000);
    ulfius_stop_framework(&server->instance);
    ulfius_clean_instance(&server->instance);
    watch_free(server->watch);
    tls_free(server->tls);
    free(server);
}
