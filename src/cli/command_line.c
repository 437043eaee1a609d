#include "cli/command_line.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "api/serve.h"
#include "private.h"
#include "work/work.h"

#define ARENA_LIMIT ((size_t)64 << 20)
#define NEEDS_MAX 4

struct command {
    const char *name;
    int (*run)(struct invocation *invocation);
    const char *needs[NEEDS_MAX]; /* settings that must be given */
    const char *usage, *about;
};

static int run_serve(struct invocation *invocation)
{
    return serve(invocation->config);
}

static int run_worker(struct invocation *invocation)
{
    return work(invocation->config);
}

static const struct command commands[] = {
    {"serve", run_serve, {"database_url", "secret", "seal_keys"}, "serve", "Answer requests until SIGTERM."},
    {"worker", run_worker, {"database_url"}, "worker", "Run background jobs until SIGTERM. Any number may run."},
    {"migrate", command_migrate, {"database_owner_url", "seal_keys"}, "migrate [--status]",
     "Bring the schema to what this program carries, set the logins' passwords, make a first signing key.\n"
     "      --status  only say what would be done (exit 1 when something would)"},
    {"load", command_load, {"database_owner_url"}, "load [--dry-run] [KIND=]FILE.csv|KIND/FILE.json …",
     "Load registers and reference data, all files or none. KIND is the file's name unless given, of a JSON file its folder's.\n"
     "      --dry-run  check everything, keep nothing"},
    {"import", command_import, {"database_url"}, "import --district CODE --register firms|estates|contracts|staff [--dry-run] [--skip-bad] FILE.csv|FILE.xlsx",
     "Load a file into a register as the district: what POST /v1/imports does. Progress and problems go to standard error.\n"
     "      --dry-run   check and count everything, keep nothing\n"
     "      --skip-bad  leave out rows with problems; otherwise one refuses the file\n"
     "      Exit code: 0 loaded, 1 failed, 2 not understood, 3 refused and nothing loaded, 4 loaded but for some rows"},
    {"token", command_token, {"database_owner_url", "seal_keys"},
     "token --district CODE --name NAME | --role ROLE [--district CODE] [--street CODE] [--community CODE] [--firm UUID]\n"
     "       wuye token --webhook-secret 1|2 --district CODE --name NAME\n"
     "       wuye token --rotate-keys",
     "Print an access token: of a user or client that exists, or of a scope made up.\n"
     "      --lifetime SECONDS  instead of access_token_s\n"
     "      --webhook-secret    a new secret for a client's signed pushes; the other of its two goes on serving\n"
     "      --rotate-keys       sign with a new key from now on; tokens signed before stay good"},
    {"reseal", command_reseal, {"database_owner_url", "seal_keys", "secret"}, "reseal [--status | --dry-run] [--phone-hashes]",
     "Seal everything again with the first of seal_keys, while serve and worker run; broken off, it goes on where it was when it is run again.\n"
     "      --status        only count the rows under each key (exit 1 while any is not under the first: the others are still needed)\n"
     "      --dry-run       open all that would be sealed again and change nothing (exit 1 when something does not open)\n"
     "      --phone-hashes  make the keyed hashes of callers' numbers anew as well: after secret was changed"},
    {"remask", command_remask, {"database_owner_url", "seal_keys"}, "remask [--dry-run]",
     "Mask the texts of complaints again as this program does it, from the words that are sealed beside them.\n"
     "      --dry-run  only say how many would be another text"},
    {"verify", command_verify, {NULL}, "verify [--key THUMBPRINT|JWKS-FILE] [--trail FILE] [--seal FILE] [--json] [--previous DIR] [DIR …]",
     "Say whether packages of the city platform (folders with manifest.json, manifest.jws and parts/) and a sealed month of the trail are what they were, from the files alone.\n"
     "      DIR      several (--previous is one of them) are compared with each other too: what one says of the version or the month before\n"
     "      --trail  a month as GET /v1/audit/months/{month}/trail gives it (application/x-ndjson; as it is or gzip), held to what a DIR's manifest says of it, or --seal\n"
     "      --seal   what GET /v1/audit/months/{month} said of it\n"
     "      --key    the signing key that is trusted: its thumbprint, or a file with GET /v1/auth/jwks.json\n"
     "      Exit code: 0 nothing wrong, 1 something is, 2 not understood"},
    {"check", command_check, {NULL}, "check", "Check the configuration and the database, and print all settings."},
};
#define COMMANDS (sizeof commands / sizeof *commands)

int fail(const struct invocation *invocation, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fprintf(stderr, "wuye %s: ", invocation->command->name);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    return FAILED;
}

int misuse(const struct invocation *invocation)
{
    fprintf(stderr, "usage: wuye %s\n", invocation->command->usage);
    return NOT_UNDERSTOOD;
}

bool owner_open(struct invocation *invocation, struct admin **ret_admin)
{
    return admin_open(config_text(invocation->config, "database_owner_url"), NULL, NULL, &invocation->trouble, ret_admin);
}

static int help(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "config") == 0) {
        config_document(stdout);
        return 0;
    }
    puts("usage: wuye [--config FILE] COMMAND …\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  wuye %s\n      %s\n", commands[i].usage, commands[i].about);
    puts("  wuye help [config]\n      This, or the table of settings in Markdown.\n\n"
         "Settings come from FILE (or the file named by WUYE_CONFIG), then from the environment (WUYE_<KEY>).");
    return 0;
}

/* Take --config FILE out of the arguments, wherever it stands. False when FILE is missing. */
static bool config_option(int *argc, char **argv, const char **ret_path)
{
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        if (strncmp(argv[i], "--config=", 9) == 0) {
            *ret_path = argv[i] + 9;
        } else if (strcmp(argv[i], "--config") == 0) {
            if (i + 1 == *argc)
                return false;
            *ret_path = argv[++i];
        } else {
            argv[kept++] = argv[i];
        }
    }
    argv[*argc = kept] = NULL;
    return true;
}

static bool needs_given(const struct command *command, const struct config *config, struct buffer *faults)
{
    size_t before = faults->length;
    for (size_t i = 0; i < NEEDS_MAX && command->needs[i]; i++) {
        if (!*config_text(config, command->needs[i]))
            buffer_printf(faults, "%s: not given, and wuye %s needs it\n", command->needs[i], command->name);
    }
    return faults->length == before;
}

static int invoke(struct invocation *invocation, const char *path)
{
    struct config *config = NULL;
    int code = FAILED;
    if (config_read(path, &invocation->trouble, &config) && needs_given(invocation->command, config, &invocation->trouble)) {
        invocation->config = config;
        code = invocation->command->run(invocation);
    }
    const char *trouble = buffer_text(&invocation->trouble);
    for (const char *line = trouble ? trouble : "out of memory\n"; *line;) {
        size_t length = strcspn(line, "\n");
        fail(invocation, "%.*s", (int)length, line);
        line += length + (line[length] == '\n');
    }
    config_free(config);
    return code;
}

int command_line(int argc, char **argv)
{
    const char *path = NULL;
    if (!config_option(&argc, argv, &path) || argc < 2) {
        fputs("usage: wuye [--config FILE] serve | worker | migrate | load | import | token | reseal | remask | verify | check | help\n", stderr);
        return NOT_UNDERSTOOD;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help(argc - 1, argv + 1);
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, argv[1]) != 0)
            continue;
        struct invocation invocation = {.command = &commands[i], .argc = argc - 1, .argv = argv + 1, .arena = arena_new(ARENA_LIMIT)};
        if (!invocation.arena)
            return FAILED;
        buffer_init(&invocation.trouble);
        int code = invoke(&invocation, path);
        buffer_release(&invocation.trouble);
        arena_free(invocation.arena);
        return code;
    }
    fprintf(stderr, "wuye: no command \"%s\"; see wuye help\n", argv[1]);
    return NOT_UNDERSTOOD;
}
