#include "base/config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/network.h"
#include "base/text.h"

/* DESIGN. The one table of settings. `wuye help config` prints it and the README's table is compared with that. */

#define KEY_BYTES 32

/* Bytes that a base64 text stands for; -1 when it is none. */
static long base64_bytes(const char *text, size_t length)
{
    size_t bytes = 0;
    unsigned char *out = malloc(length + 1);
    if (!out)
        return -1;
    bool fine = text_from_base64(text, length, out, &bytes);
    explicit_bzero(out, length + 1);
    free(out);
    return fine ? (long)bytes : -1;
}

static const char *secret_fault(const char *value)
{
    return base64_bytes(value, strlen(value)) >= KEY_BYTES
        ? NULL : "must be base64 of at least 32 random bytes (openssl rand -base64 32)";
}

static const char *seal_keys_fault(const char *value)
{
    static const char wanted[] = "must be id:base64,… with ids of 1 to 15 characters and keys of exactly 32 bytes";
    while (*value) {
        value += strspn(value, " \t");
        size_t item = strcspn(value, ",");
        size_t id = strcspn(value, ":,");
        size_t end = item;
        while (end && (value[end - 1] == ' ' || value[end - 1] == '\t'))
            end--;
        if (id == 0 || id > 15 || id >= end || base64_bytes(value + id + 1, end - id - 1) != KEY_BYTES)
            return wanted;
        value += item;
        if (*value == ',' && !*++value)
            return wanted;
    }
    return NULL;
}

/* The next item of a list as it will be cut: what stands between commas, without blanks around it. False: there are no more. */
static bool next_item(const char **list, char *item, size_t size)
{
    size_t length = strcspn(*list, ","), begin = strspn(*list, " \t"), end = length;
    if (!**list)
        return false;
    while (end > begin && ((*list)[end - 1] == ' ' || (*list)[end - 1] == '\t'))
        end--;
    snprintf(item, size, "%.*s", end > begin ? (int)(end - begin) : 0, *list + begin);
    *list += length + ((*list)[length] == ',');
    return true;
}

static const char *networks_fault(const char *value)
{
    char item[64];
    while (next_item(&value, item, sizeof item))
        if (*item && !network_is(item))
            return "must be addresses or networks with commas between, such as 10.0.0.0/8";
    return NULL;
}

/* Two words without a comma are no role: nobody would be asked for a certificate. */
static const char *roles_fault(const char *value)
{
    static const char *const roles[] = {"district", "street", "community", "company", "hotline", "platform"};
    char item[16];
    while (next_item(&value, item, sizeof item)) {
        size_t i = 0;
        while (i < sizeof roles / sizeof *roles && strcmp(roles[i], item) != 0)
            i++;
        if (*item && i == sizeof roles / sizeof *roles)
            return "must be roles with commas between: district, street, community, company, hotline, platform";
    }
    return NULL;
}

/* The logins' names are the service's own (wuye_<role>) and their password is its own setting. */
static const char *database_url_fault(const char *value)
{
    const char *host = strstr(value, "://");
    if (host) {
        host += 3;
        if (memchr(host, '@', strcspn(host, "/?")))
            return "must not name a user or password: roles log in as wuye_<role> with database_password";
        return strncmp(value, "postgresql://", 13) != 0 && strncmp(value, "postgres://", 11) != 0
            ? "must be a postgresql:// URI or a conninfo string" : NULL;
    }
    if (!strchr(value, '=') || strncmp(value, "postgres", 8) == 0)
        return "must be a postgresql:// URI or a conninfo string";
    return strstr(value, "user=") || strstr(value, "password=")
        ? "must not name a user or password: roles log in as wuye_<role> with database_password" : NULL;
}

static const char *log_level_fault(const char *value)
{
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (strcmp(value, levels[i]) == 0)
            return NULL;
    }
    return "must be debug, info, warning or error";
}

const struct config_key config_keys[] = {
    {"access_token_s", CONFIG_NUMBER, "900", 30, 86400, NULL,
     "How long an access token of the built-in issuer is good for."},
    {"argon2_lanes", CONFIG_NUMBER, "1", 1, 16, NULL, "Argon2id lanes of a new password hash."},
    {"argon2_memory_kib", CONFIG_NUMBER, "19456", 8192, 4194304, NULL,
     "Argon2id memory of a new password hash; each sign-in that runs takes that much."},
    {"argon2_passes", CONFIG_NUMBER, "2", 1, 64, NULL, "Argon2id passes of a new password hash."},
    {"body_max_bytes", CONFIG_NUMBER, "1048576", 1024, 134217728, NULL, "Largest request body; one byte more is a 413."},
    {"body_total_max_bytes", CONFIG_NUMBER, "268435456", 1048576, 1099511627776, NULL,
     "Request bodies together, while they arrive and are handled; the next one is a 503 with Retry-After."},
    {"certificate_header", CONFIG_TEXT, "", 0, 0, NULL,
     "Header in which trusted_proxies say the name in a client's certificate that they verified, and which they take away otherwise. None: only certificates shown to this service itself count."},
    {"certificate_roles", CONFIG_LIST, "", 0, 0, roles_fault,
     "Roles that are served only to whoever shows a certificate of the name NAME@DISTRICT, as in wuye-client: hotline, platform. None: none."},
    {"connections_max", CONFIG_NUMBER, "1000", 4, 100000, NULL,
     "Open client connections; one thread each. For the next one those that are idle, or that send one request for long, give way; if there are none it is told 503 without a thread."},
    {"connections_per_address", CONFIG_NUMBER, "500", 0, 100000, NULL,
     "Of them, those of one IPv4 address or IPv6 /64 that is none of trusted_proxies; the next one is told 429. 0: any number."},
    {"cors_origins", CONFIG_LIST, "", 0, 0, NULL,
     "Origins that browsers may call from (https://example.org, …), or *. None: no CORS header at all."},
    {"database_connections", CONFIG_NUMBER, "8", 1, 1000, NULL,
     "Connections to PostgreSQL, of all roles together. About two per core of the database: more only moves the queue "
     "from here, where the wait is bounded, into the database, where it is not."},
    {"database_crowd_ms", CONFIG_NUMBER, "250", 0, 60000, NULL,
     "When some have waited for a free connection for database_wait_ms on end, more come than can be served: then no more may wait than were served within this time (and four for each connection), the rest is a "
     "503 with Retry-After at once. 0: as many as database_queue_max says."},
    {"database_lanes", CONFIG_NUMBER, "0", 0, 1000, NULL,
     "Over so many of database_connections quick reads are spread before several share one: about one per core of the database. "
     "0: as many as this machine has cores. As many as database_connections: none is shared (behind PgBouncer, where sharing was not tried)."},
    {"database_owner_url", CONFIG_SECRET, "", 0, 0, NULL,
     "Connection of a superuser (or a role with CREATEROLE that may set wuye_owner) for migrate, load and token. "
     "serve and worker never use it."},
    {"database_password", CONFIG_SECRET, "", 0, 0, NULL,
     "Password of the logins wuye_<role>; migrate sets it. None: the server lets them in otherwise (peer, trust, pgpass)."},
    {"database_queue_max", CONFIG_NUMBER, "256", 0, 100000, NULL,
     "So many requests may wait for a free connection; the next one is a 503 with Retry-After at once. 0: any number."},
    {"database_read_max_lag_ms", CONFIG_NUMBER, "5000", 1500, 60000, NULL,
     "How much older than the primary's a standby's answer may be; one that is further behind is not asked."},
    {"database_read_url", CONFIG_TEXT, "", 0, 0, database_url_fault,
     "Where standbys are that answer what may be stale (the contract says what), as in database_url. None: the primary answers everything."},
    {"database_sessions", CONFIG_NUMBER, "16", 0, 1000, NULL,
     "Connections to PostgreSQL that are kept open, those that are idle with them: each role has a login of its own, and one that need not log in anew answers sooner. "
     "Fewer than database_connections: as many as these."},
    {"database_url", CONFIG_TEXT, "", 0, 0, database_url_fault,
     "Where PostgreSQL is: a URI or conninfo string without user and password. Several hosts with target_session_attrs=read-write: the primary among them."},
    {"database_wait_ms", CONFIG_NUMBER, "2000", 1, 60000, NULL,
     "Longest wait for a free connection; then 503 with Retry-After."},
    {"docs_dir", CONFIG_TEXT, "", 0, 0, NULL, "Folder with the files of the /docs page. None: /docs is not served."},
    {"drain_idle_ms", CONFIG_NUMBER, "2000", 0, 60000, NULL,
     "On SIGTERM: a connection that is kept open is closed with its next answer, or when nothing moved on it for this long."},
    {"drain_s", CONFIG_NUMBER, "20", 0, 3600, NULL, "On SIGTERM: how long what runs may take to finish."},
    {"export_bytes_per_s", CONFIG_NUMBER, "4096", 1, 1000000000, NULL,
     "A CSV, NDJSON or XLSX answer or a file that is read slower than this, part by part, is broken off: it holds what others wait for."},
    {"export_connections", CONFIG_NUMBER, "2", 1, 100, NULL,
     "Connections to PostgreSQL kept for CSV, NDJSON and XLSX answers, apart from the others: a slow reader holds none that answers people."},
    {"export_poll_ms", CONFIG_NUMBER, "1000", 10, 600000, NULL, "How often a worker that writes no file for /v1/exports looks whether one is asked for."},
    {"export_threads", CONFIG_NUMBER, "2", 0, 16, NULL, "Files for /v1/exports that one worker writes at the same time; each holds three connections to PostgreSQL. 0: this worker writes none."},
    {"export_timeout_s", CONFIG_NUMBER, "600", 1, 86400, NULL,
     "Longest time a CSV, NDJSON or XLSX answer may take to be read; then it is broken off."},
    {"fetch_ca_file", CONFIG_TEXT, "", 0, 0, NULL,
     "Certificates (PEM) that servers we call (identity providers, receivers of events) are verified with. None: the system's."},
    {"fetch_networks", CONFIG_LIST, "", 0, 0, networks_fault,
     "Networks (10.0.0.0/8) that we may call although they are not public. None: no private or loopback address is ever called."},
    {"header_max_bytes", CONFIG_NUMBER, "16384", 1024, 1048576, NULL, "Request line and headers together."},
    {"idle_timeout_s", CONFIG_NUMBER, "60", 1, 3600, NULL, "A connection on which nothing moves is closed after this."},
    {"import_connections", CONFIG_NUMBER, "2", 1, 100, NULL,
     "Connections to PostgreSQL kept for imports, apart from the others; further files wait for their turn."},
    {"listen_address", CONFIG_TEXT, "127.0.0.1", 0, 0, NULL,
     "Address to listen on, IPv4 or IPv6; 0.0.0.0 or :: for all. Of no meaning where systemd passes a socket."},
    {"log_file", CONFIG_TEXT, "-", 0, 0, NULL, "Log file; - is standard error."},
    {"log_level", CONFIG_TEXT, "info", 0, 0, log_level_fault, "debug, info, warning or error."},
    {"login_rate_per_minute", CONFIG_NUMBER, "10", 1, 100000, NULL,
     "Failed sign-ins per minute, of one name and of one address, before 429."},
    {"metrics_open", CONFIG_FLAG, "false", 0, 0, NULL,
     "Serve /metrics to every address; otherwise to loopback addresses alone."},
    {"oidc_providers_file", CONFIG_TEXT, "", 0, 0, NULL,
     "JSON file of the OpenID Connect providers whose tokens are accepted beside our own. None: none."},
    {"package_part_bytes", CONFIG_NUMBER, "67108864", 4096, 1073741824, NULL,
     "A part of a monthly package ends with the row that reaches this many bytes, before they are packed."},
    {"package_poll_ms", CONFIG_NUMBER, "2000", 10, 600000, NULL, "How often a worker that has no month to freeze looks whether there is one."},
    {"package_share_percent", CONFIG_NUMBER, "25", 5, 100, NULL,
     "Of the time, how much is worked on a month's package; in between it rests, so that people are answered first."},
    {"port", CONFIG_NUMBER, "8080", 0, 65535, NULL, "TCP port to listen on; 0 = a free one, named in the log."},
    {"prepared_max", CONFIG_NUMBER, "128", 8, 10000, NULL,
     "Prepared statements kept per database connection; the one used longest ago goes."},
    {"public_max_age_s", CONFIG_NUMBER, "60", 0, 86400, NULL,
     "How long caches may keep what was read without a token; what is withdrawn is gone everywhere after that."},
    {"public_origins", CONFIG_LIST, "", 0, 0, NULL,
     "Origins whose pages may read what needs no token, beside cors_origins, or *: any."},
    {"rate_limit_burst", CONFIG_NUMBER, "200", 1, 1000000, NULL, "Requests one caller may make at once."},
    {"rate_limit_per_minute", CONFIG_NUMBER, "6000", 0, 10000000, NULL,
     "Requests per minute of one caller, refilled evenly; then 429. 0: no limit."},
    {"read_timeout_ms", CONFIG_NUMBER, "5000", 10, 600000, NULL, "Longest run of a reading statement; then 503."},
    {"refresh_token_s", CONFIG_NUMBER, "2592000", 60, 31536000, NULL, "How long an unused refresh token is good for."},
    {"request_timeout_s", CONFIG_NUMBER, "30", 1, 3600, NULL, "A whole request must have arrived within this."},
    {"seal_keys", CONFIG_SECRET, "", 0, 0, seal_keys_fault,
     "Keys that seal personal data and signing keys, id:base64,…; the first seals, all unseal. Losing one loses the data."},
    {"secret", CONFIG_SECRET, "", 0, 0, secret_fault,
     "Root of derived keys (cursors, phone hashes, …): base64 of at least 32 random bytes, the same on every server."},
    {"secrets_dir", CONFIG_TEXT, "", 0, 0, NULL,
     "Folder of files named like the settings of kind secret, each with its value; over what this file says. None: $CREDENTIALS_DIRECTORY (systemd), where there is one."},
    {"signature_window_s", CONFIG_NUMBER, "300", 10, 3600, NULL, "Age at which a signed push is too old, or too new."},
    {"tls_certificate_file", CONFIG_TEXT, "", 0, 0, NULL,
     "Certificate chain (PEM) to serve TLS with, 1.2 or later; read again on SIGHUP. None: plain HTTP, TLS is the front proxy's."},
    {"tls_client_ca_file", CONFIG_TEXT, "", 0, 0, NULL,
     "Certificates (PEM) that clients' certificates are verified with; a client need not show one, and one that does not hold counts for nothing. None: none is asked for."},
    {"tls_key_file", CONFIG_TEXT, "", 0, 0, NULL, "Key (PEM) of tls_certificate_file; read again on SIGHUP."},
    {"token_audience", CONFIG_TEXT, "wuye", 0, 0, NULL, "aud that a token must carry."},
    {"token_cache", CONFIG_NUMBER, "10000", 0, 10000000, NULL, "Verified tokens remembered until they expire."},
    {"token_issuer", CONFIG_TEXT, "https://wuye.invalid", 0, 0, NULL, "iss of our own tokens: the service's public URL."},
    {"trusted_proxies", CONFIG_LIST, "", 0, 0, networks_fault,
     "Addresses or networks (10.0.0.0/8) whose X-Forwarded-For is believed."},
    {"upload_dir", CONFIG_TEXT, "/var/tmp", 0, 0, NULL,
     "Folder for uploaded files while they arrive and are read; they have no name there and go with the request."},
    {"upload_max_bytes", CONFIG_NUMBER, "67108864", 1024, 4294967296, NULL, "Largest uploaded file; one byte more is a 413."},
    {"upload_timeout_s", CONFIG_NUMBER, "600", 1, 86400, NULL, "A whole uploaded file must have arrived within this."},
    {"upload_total_max_bytes", CONFIG_NUMBER, "1073741824", 1024, 1099511627776, NULL,
     "Largest uploaded files together, while they arrive and are read; the next one is a 503 with Retry-After."},
    {"webhook_allow_http", CONFIG_FLAG, "false", 0, 0, NULL, "Let webhook endpoints have http addresses too: for trials alone."},
    {"webhook_poll_ms", CONFIG_NUMBER, "1000", 10, 600000, NULL, "How often a worker that has nothing to push looks whether there is something."},
    {"webhook_retry_first_s", CONFIG_NUMBER, "5", 1, 86400, NULL,
     "Wait before an update that was not taken is pushed again; it doubles with each try. What is waited is chosen at random between half of it and all."},
    {"webhook_retry_for_s", CONFIG_NUMBER, "259200", 1, 31536000, NULL, "How long after its first try an update is pushed again; then it is a dead letter."},
    {"webhook_retry_max_s", CONFIG_NUMBER, "3600", 1, 604800, NULL, "Longest wait between two tries."},
    {"webhook_threads", CONFIG_NUMBER, "4", 0, 64, NULL, "Endpoints that one worker pushes to at the same time. 0: this worker pushes nothing."},
    {"webhook_timeout_ms", CONFIG_NUMBER, "10000", 100, 60000, NULL, "Longest time that a receiver may take for one update."},
    {"worker_interval_s", CONFIG_NUMBER, "60", 1, 86400, NULL, "The worker looks for due jobs at least this often."},
    {"write_timeout_ms", CONFIG_NUMBER, "10000", 10, 600000, NULL,
     "Deadline of a write; its connection is then closed and the answer is 503, outcome unknown."},
};
const size_t config_key_count = sizeof config_keys / sizeof *config_keys;

static const char *const kind_names[] = {"text", "number", "flag", "secret", "list"};

void config_document(FILE *out)
{
    fputs("| Key | Default | Kind | Meaning |\n| --- | --- | --- | --- |\n", out);
    for (size_t i = 0; i < config_key_count; i++) {
        const struct config_key *key = &config_keys[i];
        fprintf(out, "| `%s` | ", key->key);
        fprintf(out, *key->value ? "`%s` | " : "none%s | ", key->value);
        if (key->kind == CONFIG_NUMBER)
            fprintf(out, "number %lld…%lld", (long long)key->minimum, (long long)key->maximum);
        else
            fputs(kind_names[key->kind], out);
        fprintf(out, " | %s |\n", key->about);
    }
}
