#include "private.h"
#include <getopt.h>
#include <stdio.h>
#include "db/db.h"

static void print_step(void *listener, const char *step)
{
    (void)listener;
    puts(step);
    fflush(stdout);
}

static int status(struct invocation *invocation, struct admin *admin, const struct migrate_settings *settings)
{
    size_t pending = 0;
    if (!migrate_status(admin, settings, &pending))
        return FAILED;
    if (pending == 0)
        puts("the schema is up to date");
    else
        fail(invocation, "%zu to do", pending);
    return pending == 0 ? 0 : FAILED;
}

/* Without a live key nobody can sign in; two migrates at once may both make one, which harms nothing. */
static bool first_key(struct invocation *invocation, struct admin *admin)
{
    const char *key;
    if (!signing_key_live(invocation, admin, &key))
        return false;
    if (key)
        return true;
    puts("making the first signing key");
    return signing_key_add(invocation, admin);
}

int command_migrate(struct invocation *invocation)
{
    static const struct option options[] = {{"status", no_argument, NULL, 's'}, {0}};
    bool only_status = false;
    int option;
    while ((option = getopt_long(invocation->argc, invocation->argv, "", options, NULL)) != -1) {
        if (option != 's')
            return misuse(invocation);
        only_status = true;
    }
    if (optind != invocation->argc)
        return misuse(invocation);
    const struct migrate_settings settings = {
        .bundle = &sql_bundle, .login_password = config_text(invocation->config, "database_password"),
        .logins = db_role_names, .login_count = DB_ROLE_COUNT, .step = print_step};
    struct admin *admin;
    if (!owner_open(invocation, &admin))
        return FAILED;
    int code = only_status ? status(invocation, admin, &settings)
             : migrate(admin, &settings) && first_key(invocation, admin) ? 0 : FAILED;
    admin_close(admin);
    return code;
}
