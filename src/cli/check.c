#include "private.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "api/providers.h"
#include "base/text.h"
#include "db/db.h"
#include "work/work.h"

#define OLDEST_SERVER 150000
#define PROVIDER_MS 2000 /* this runs before every start, and a start does not wait for a provider */

static const char server_sql[] =
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as name, "
    "current_setting('server_encoding') as encoding, to_regclass('public.schema_migrations') is not null as migrated";
static const char version_sql[] = "select coalesce(max(version), 0)::text as version from schema_migrations";
static const char room_sql[] =
    "select current_setting('max_connections') as most, (current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true), '0')::int)::text as kept";
static const char months_sql[] =
    "select coalesce(t.until_month, 'never') as until, t.astray::text as astray, "
    "coalesce(t.until_month, '') <= to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as late from partitions_told() t";
static const char login_sql[] =
    "select rolsuper or rolbypassrls or exists (select from pg_class where relowner = r.oid) as strong from pg_roles r where rolname = current_user";

static void say_wrong(struct invocation *invocation, const char *what)
{
    buffer_printf(&invocation->trouble, "database: %s\n", what);
}

static void server_check(struct invocation *invocation, struct admin *admin)
{
    struct admin_rows *rows;
    int64_t version_number;
    if (!admin_query(admin, server_sql, NULL, 0, &rows))
        return;
    printf("# database: PostgreSQL %s, %s\n", admin_rows_text(rows, 0, "name"), admin_rows_text(rows, 0, "encoding"));
    if (!text_to_int64(admin_rows_text(rows, 0, "version"), &version_number) || version_number < OLDEST_SERVER)
        say_wrong(invocation, "PostgreSQL 15 or later is needed");
    if (strcmp(admin_rows_text(rows, 0, "encoding"), "UTF8") != 0)
        say_wrong(invocation, "its encoding must be UTF8");
    bool migrated = *admin_rows_text(rows, 0, "migrated") == 't';
    admin_rows_free(rows);
    if (!migrated) {
        say_wrong(invocation, "there is no schema: run wuye migrate");
        return;
    }
    if (!admin_query(admin, version_sql, NULL, 0, &rows))
        return;
    size_t version = strtoul(admin_rows_text(rows, 0, "version"), NULL, 10);
    admin_rows_free(rows);
    size_t ours = strtoul(sql_bundle.migrations.files[sql_bundle.migrations.count - 1].name, NULL, 10);
    printf("# database: schema version %zu of %zu\n", version, ours);
    if (version < ours)
        say_wrong(invocation, "the schema is older than this program: run wuye migrate");
    else if (version > ours)
        puts("# warning: the schema is newer than this program: fine while an upgrade is under way, for both serve side by side");
}

/* How often this configuration fits into the server. */
static void room_check(struct invocation *invocation, struct admin *admin)
{
    const struct config *config = invocation->config;
    struct admin_rows *rows;
    int64_t most, kept;
    if (!admin_query(admin, room_sql, NULL, 0, &rows))
        return;
    bool known = text_to_int64(admin_rows_text(rows, 0, "most"), &most) && text_to_int64(admin_rows_text(rows, 0, "kept"), &kept);
    admin_rows_free(rows);
    if (!known)
        return;
    int64_t lent = config_number(config, "database_connections"), sessions = config_number(config, "database_sessions");
    int64_t service = 1 + (sessions > lent ? sessions : lent) + config_number(config, "export_connections") + config_number(config, "import_connections");
    int64_t worker = work_connections(config);
    int64_t services = most - kept > worker ? (most - kept - worker) / service : 0;
    printf("# database: a service opens up to %lld connections, a worker up to %lld; max_connections = %lld, of which %lld are kept for superusers, has room for %lld services beside one worker\n",
           (long long)service, (long long)worker, (long long)most, (long long)kept, (long long)services);
    if (services < 1)
        say_wrong(invocation, "max_connections has no room for this service beside one worker: raise it, or lower database_sessions, database_connections, export_connections, import_connections or export_threads");
}

/* Rows that find no partition of their month are not lost, but a worker should have made it long before. */
static void months_check(struct admin *admin)
{
    struct admin_rows *rows;
    if (!admin_query(admin, months_sql, NULL, 0, &rows))
        return;
    const char *until = admin_rows_text(rows, 0, "until"), *astray = admin_rows_text(rows, 0, "astray");
    printf("# database: months are made until %s, %s rows found none\n", until, astray);
    if (*admin_rows_text(rows, 0, "late") == 't' || strcmp(astray, "0") != 0)
        printf("# warning: rows found, or will soon find, no partition of their month: is wuye worker running?\n");
    admin_rows_free(rows);
}

/* A login that row security does not bind would see everything: better no start than that. */
static void login_check(struct invocation *invocation, struct admin *admin, const char *login)
{
    struct admin_rows *rows;
    if (!admin_query(admin, login_sql, NULL, 0, &rows))
        return;
    if (admin_rows_count(rows) && *admin_rows_text(rows, 0, "strong") == 't')
        buffer_printf(&invocation->trouble, "database: %s is a superuser, bypasses row security or owns tables\n", login);
    admin_rows_free(rows);
}

static void database_check(struct invocation *invocation)
{
    const struct config *config = invocation->config;
    const char *password = config_text(config, "database_password");
    size_t fine = 0;
    for (size_t i = 0; i < DB_ROLE_COUNT; i++) {
        struct admin *admin;
        if (!admin_open(config_text(config, "database_url"), db_role_names[i], password, &invocation->trouble, &admin))
            continue;
        if (fine++ == 0) {
            server_check(invocation, admin);
            room_check(invocation, admin);
        }
        if (i == DB_WORKER)
            months_check(admin);
        login_check(invocation, admin, db_role_names[i]);
        admin_close(admin);
    }
    printf("# database: %zu of %d logins work\n", fine, (int)DB_ROLE_COUNT);
}

static void file_check(const struct config *config)
{
    struct stat about;
    const char *path = config_file(config);
    printf("# file: %s\n", path ? path : "none");
    if (path && stat(path, &about) == 0 && (about.st_mode & 007) != 0 && S_ISREG(about.st_mode))
        printf("# warning: everybody may read %s, which may hold secrets: chmod o= %s\n", path, path);
}

/* A provider that is away is no fault of the configuration: it is said, and the service starts all the same. */
static void provider_check(struct invocation *invocation, const struct fetcher *fetcher, const struct provider *provider)
{
    const struct key_reading reading = {.fetcher = fetcher, .provider = provider, .deadline_ms = PROVIDER_MS};
    struct key_ring *ring = key_ring_new(&(struct key_ring_settings){.issuer = "", .audience = ""});
    const char *why = "its keys are no JWKS", *jwks;
    int64_t max_age;
    size_t keys = 0;
    if (provider->allow_http)
        printf("# warning: provider %s may be read over plain http: whoever is in between can make its keys\n", provider->name);
    jwks = ring ? provider_keys_read(&reading, invocation->arena, &max_age, &why) : NULL;
    if (jwks && key_ring_trust_provider(ring, provider, jwks, &keys))
        printf("# provider %s: %s, %zu keys\n", provider->name, provider->issuer, keys);
    else
        printf("# warning: provider %s: %s\n", provider->name, why);
    key_ring_free(ring);
}

static void providers_check(struct invocation *invocation)
{
    struct providers *providers;
    struct fetcher *fetcher = fetcher_configured(invocation->config);
    if (fetcher && providers_load(invocation->config, &invocation->trouble, &providers)) {
        for (size_t i = 0; i < providers->count; i++)
            provider_check(invocation, fetcher, &providers->items[i]);
        providers_free(providers);
    }
    fetcher_free(fetcher);
}

int command_check(struct invocation *invocation)
{
    static const char *const needed[] = {"database_url", "secret", "seal_keys"};
    const struct config *config = invocation->config;
    struct seal_ring ring;
    if (invocation->argc > 1)
        return misuse(invocation);
    file_check(config);
    config_print(config, stdout);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!*config_text(config, needed[i]))
            buffer_printf(&invocation->trouble, "%s: not given, and wuye serve needs it\n", needed[i]);
    }
    if (*config_text(config, "seal_keys") && !seal_ring_read(invocation->arena, config_text(config, "seal_keys"), &ring))
        buffer_add_text(&invocation->trouble, "seal_keys: not understood, or an id stands there twice\n");
    if (config_number(config, "database_connections") > config_number(config, "connections_max"))
        buffer_add_text(&invocation->trouble, "database_connections: more than connections_max, which can never all be used\n");
    providers_check(invocation);
    if (*config_text(config, "database_url"))
        database_check(invocation);
    fflush(stdout);
    return invocation->trouble.length == 0 ? 0 : FAILED;
}
