/* Start, serve, stop. */
#include "api/serve.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "api/providers.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/nodes.h"
#include "life.h"
#include "private.h"
#include "route.h"

/* Beside client connections: connections to the database, files of uploads, sockets of what we fetch, logs. */
#define OTHER_FILES 1024

static struct pool *make_pool(const struct config *config, struct nodes *nodes, const char *size_key, unsigned write_timeout_ms, unsigned lanes)
{
    if (!nodes)
        return NULL;
    struct pool_settings settings = {
        .nodes = nodes,
        .total = (unsigned)config_number(config, size_key),
        .kept = (unsigned)config_number(config, strcmp(size_key, "database_connections") == 0 ? "database_sessions" : size_key),
        .wait_ms = (unsigned)config_number(config, "database_wait_ms"),
        .queue_max = (unsigned)config_number(config, "database_queue_max"),
        .crowd_ms = (unsigned)config_number(config, "database_crowd_ms"),
        .read_timeout_ms = (unsigned)config_number(config, "read_timeout_ms"),
        .write_timeout_ms = write_timeout_ms,
        .lanes = lanes,
        .prepared_max = (unsigned)config_number(config, "prepared_max"),
    };
    return pool_new(&settings);
}

/* Of reads for callers, the only ones that are many and short. 0 = they never share. */
static unsigned lanes_of(const struct config *config)
{
    int64_t lanes = config_number(config, "database_lanes"), cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (!lanes)
        lanes = cores > 1 ? cores : 1;
    return lanes < config_number(config, "database_connections") ? (unsigned)lanes : 0;
}

static struct nodes *make_nodes(const struct config *config, const char *url_key, struct nodes *primaries)
{
    const char *password = config_text(config, "database_password");
    return nodes_new(&(struct nodes_settings){
        .conninfo = config_text(config, url_key), .password = *password ? password : NULL, .watches_as = DB_PUBLIC,
        .primaries = primaries, .max_lag_ms = (unsigned)config_number(config, "database_read_max_lag_ms")});
}

/* One node is not asked what it is, unless standbys are held against it. */
static bool make_pools(struct service *service)
{
    const struct config *config = service->config;
    bool standbys = *config_text(config, "database_read_url");
    unsigned write_ms = (unsigned)config_number(config, "write_timeout_ms"), long_ms = (unsigned)config_number(config, "export_timeout_s") * 1000;
    service->nodes = make_nodes(config, "database_url", NULL);
    service->pool = make_pool(config, service->nodes, "database_connections", write_ms, lanes_of(config));
    service->exports = make_pool(config, service->nodes, "export_connections", long_ms, 0);
    service->imports = make_pool(config, service->nodes, "import_connections", long_ms, 0);
    if (!service->pool || !service->exports || !service->imports)
        return false;
    if ((standbys || nodes_several(service->nodes)) && !nodes_watch(service->nodes))
        return false;
    if (!standbys)
        return true;
    service->standbys = make_nodes(config, "database_read_url", service->nodes);
    service->reads = make_pool(config, service->standbys, "database_connections", write_ms, 0);
    return service->reads && nodes_watch(service->standbys);
}

static bool make_keys(struct service *service)
{
    const struct config *config = service->config;
    const char *secret = config_text(config, "secret");
    secret_derive(secret, "cursor", service->cursor_key);
    secret_derive(secret, "phone", service->phone_key);
    secret_derive(secret, "body", service->body_key);
    struct key_ring_settings settings = {
        .issuer = config_text(config, "token_issuer"),
        .audience = config_text(config, "token_audience"),
        .cache_entries = (unsigned)config_number(config, "token_cache"),
        .leeway_s = 30,
    };
    service->ring = key_ring_new(&settings);
    return service->ring && seal_ring_read(service->arena, config_text(config, "seal_keys"), &service->seals) && service->seals.count;
}

/* A file of providers that is wrong is a start-up error; a provider that is away is not. */
static bool make_providers(struct service *service)
{
    BUFFER_CLEANUP struct buffer faults = {0};
    service->fetcher = fetcher_configured(service->config);
    if (!providers_load(service->config, &faults, &service->providers)) {
        const char *text = buffer_text(&faults);
        log_message(LOG_LEVEL_ERROR, "the identity providers' file is wrong", json_pack("{ss?}", "faults", text));
        return false;
    }
    if (service->fetcher)
        service->watch = key_watch_start(service->providers, service->fetcher, service->ring);
    return service->watch != NULL;
}

static void service_free(struct service *service)
{
    if (!service)
        return;
    pool_free(service->pool);
    pool_free(service->exports);
    pool_free(service->imports);
    pool_free(service->reads);
    gauges_free(service->gauges);
    nodes_free(service->standbys);
    nodes_free(service->nodes);
    key_watch_stop(service->watch);
    key_ring_free(service->ring);
    providers_free(service->providers);
    fetcher_free(service->fetcher);
    metrics_free(service->metrics);
    limiter_free(service->limiter);
    limiter_free(service->login_limiter);
    routes_free(service->routes);
    gate_free(service->hashing);
    waits_free(service->waits);
    names_book_free(service->names);
    if (service->signing_key)
        explicit_bzero((char *)(uintptr_t)service->signing_key, strlen(service->signing_key));
    free((char *)(uintptr_t)service->signing_key);
    pthread_mutex_destroy(&service->keys_lock);
    arena_free(service->arena);
    free(service);
}

static struct service *service_new(const struct config *config)
{
    struct service *service = calloc(1, sizeof *service);
    if (!service)
        return NULL;
    service->config = config;
    service->started_us = clock_monotonic_us();
    pthread_mutex_init(&service->keys_lock, NULL);
    service->arena = arena_new(1 << 20);
    service->metrics = metrics_new();
    service->limiter = limiter_new((unsigned)config_number(config, "rate_limit_per_minute"), (unsigned)config_number(config, "rate_limit_burst"));
    unsigned logins = (unsigned)config_number(config, "login_rate_per_minute");
    service->login_limiter = limiter_new(logins, logins);
    service->hashing = gate_new((unsigned)sysconf(_SC_NPROCESSORS_ONLN));
    service->routes = routes_new();
    service->waits = waits_new();
    service->names = names_book_new();
    bool whole = service->arena && make_pools(service) && (service->gauges = gauges_new(service->nodes)) && service->metrics && service->limiter && service->login_limiter && service->hashing && service->routes && service->waits && service->names;
    if (whole && make_keys(service) && make_providers(service))
        return service;
    service_free(service);
    return NULL;
}

/* Where standbys answer, not every request needs the primary's pool: those who come are asked what they want first. */
static bool is_full(void *context)
{
    const struct service *service = context;
    return !service->reads && pool_crowded(service->pool);
}

static bool start_http(struct service *service)
{
    const struct config *config = service->config;
    struct http_settings settings = {
        .address = config_text(config, "listen_address"),
        .port = (uint16_t)config_number(config, "port"),
        .connections_max = (unsigned)config_number(config, "connections_max"),
        .connections_per_address = (unsigned)config_number(config, "connections_per_address"),
        .unbounded = is_trusted_proxy,
        .full = is_full,
        .idle_timeout_s = (unsigned)config_number(config, "idle_timeout_s"),
        .request_timeout_s = (unsigned)config_number(config, "request_timeout_s"),
        .body_max = (size_t)config_number(config, "body_max_bytes"),
        .body_total_max = (uint64_t)config_number(config, "body_total_max_bytes"),
        .header_max = (size_t)config_number(config, "header_max_bytes"),
        .takes_file = takes_file,
        .upload_dir = config_text(config, "upload_dir"),
        .upload_max = (uint64_t)config_number(config, "upload_max_bytes"),
        .upload_total_max = (uint64_t)config_number(config, "upload_total_max_bytes"),
        .upload_timeout_s = (unsigned)config_number(config, "upload_timeout_s"),
        .tls = {config_text(config, "tls_certificate_file"), config_text(config, "tls_key_file"), config_text(config, "tls_client_ca_file")},
        .handle = handle,
        .context = service,
        .server = &service->http,
    };
    size_t wanted = settings.connections_max + DOOR_GUESTS_MAX + OTHER_FILES, files = process_allow_files(wanted);
    if (files < wanted)
        log_message(LOG_LEVEL_WARNING, "fewer files may be open than connections_max asks for", json_pack("{si, si}", "may", (int)files, "wanted", (int)wanted));
    const char *fault = NULL;
    bool started = http_start(&settings, &fault) != NULL;
    if (!started)
        log_message(LOG_LEVEL_ERROR, "cannot listen", json_pack("{ss, ss, si}", "why", fault ? fault : "", "address", settings.address, "port", settings.port));
    return started;
}

static int run_service(const struct config *config)
{
    struct service *service = service_new(config);
    if (!service) {
        log_message(LOG_LEVEL_ERROR, "the service could not be set up (secret, seal_keys, oidc_providers_file, memory)", NULL);
        return 1;
    }
    if (!keys_refresh(service, 0))
        log_message(LOG_LEVEL_WARNING, "the database is away; serving 503 until it is there", NULL);
    if (!start_http(service)) {
        service_free(service);
        return 1;
    }
    log_message(LOG_LEVEL_INFO, "serving", json_pack("{ss, si, si}", "address", config_text(config, "listen_address"), "port",
                                                     http_port(service->http), "operations", (int)operation_count));
    life_serving(service);
    life_wait(service);
    service->stopping = true;
    http_stop(service->http, (unsigned)config_number(config, "drain_s") * 1000, (unsigned)config_number(config, "drain_idle_ms"));
    if (!background_wait(service, config_number(config, "drain_s") * 1000000)) {
        log_message(LOG_LEVEL_WARNING, "stopped in the midst of an import", NULL);
        return 0; /* its thread still uses the service; the process ends both */
    }
    service_free(service);
    log_message(LOG_LEVEL_INFO, "stopped", NULL);
    return 0;
}

int serve(const struct config *config)
{
    if (!life_detach())
        return 0;
    if (!log_open(config_text(config, "log_level"), config_text(config, "log_file"))) {
        fputs("log_file cannot be written\n", stderr);
        return 1;
    }
    life_begin();
    process_bound_heap();
    int status = run_service(config);
    log_close();
    return status;
}
