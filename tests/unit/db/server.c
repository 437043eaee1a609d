#include "server.h"
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[256], conninfo[320];

static const char *binaries(void)
{
    const char *set = getenv("PG_BIN");
    return set ? set : "/usr/lib/postgresql/15/bin";
}

__attribute__((noreturn)) static void fail(const char *what)
{
    char command[700];
    fprintf(stderr, "test server: %s\n", what);
    snprintf(command, sizeof command, "tail -n 40 %s/log >&2", directory);
    if (system(command) != 0)
        fprintf(stderr, "no log\n");
    snprintf(command, sizeof command, "kill -QUIT $(head -n 1 %s/data/postmaster.pid) && sleep 1 && rm -rf '%s'", directory, directory);
    if (system(command) != 0)
        fprintf(stderr, "%s is left\n", directory);
    exit(1);
}

/* PostgreSQL refuses root. */
__attribute__((format(printf, 1, 2))) static void as_postgres(const char *format, ...)
{
    char inner[1200], command[1400];
    va_list list;
    va_start(list, format);
    vsnprintf(inner, sizeof inner, format, list);
    va_end(list);
    snprintf(command, sizeof command, geteuid() == 0 ? "cd / && runuser -u postgres -- sh -c \"%s\"" : "sh -c \"%s\"", inner);
    if (system(command) != 0)
        fail(inner);
}

static void start(void)
{
    as_postgres("%s/pg_ctl -s -w -D %s/data -l %s/log -o '-k %s -c listen_addresses= -c fsync=off -c max_connections=80"
                " -c max_wal_senders=2 -c autovacuum=off' start >/dev/null", binaries(), directory, directory, directory);
}

void server_start(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(directory, sizeof directory, "%s/wuye-test-XXXXXX", base ? base : P_tmpdir);
    if (!mkdtemp(directory) || chmod(directory, 0777))
        fail("no directory");
    as_postgres("%s/initdb -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync -D %s/data >/dev/null", binaries(), directory);
    start();
    snprintf(conninfo, sizeof conninfo, "host=%s dbname=postgres", directory);
    static const char *const logins[] = { "district", "street", "community", "company", "hotline", "platform", "public", "auth",
                                          "worker" };
    for (size_t i = 0; i < sizeof logins / sizeof *logins; i++) {
        char sql[100];
        snprintf(sql, sizeof sql, "create role wuye_%s login", logins[i]);
        server_run(sql);
    }
}

void server_stop(void)
{
    char command[400];
    as_postgres("%s/pg_ctl -s -m immediate -D %s/data stop", binaries(), directory);
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    if (system(command) != 0)
        fprintf(stderr, "%s is left\n", directory);
}

void server_restart(void)
{
    as_postgres("%s/pg_ctl -s -m immediate -D %s/data stop", binaries(), directory);
    start();
}

void server_pause(bool paused)
{
    char command[500];
    snprintf(command, sizeof command, "p=$(head -n 1 %s/data/postmaster.pid); kill -%s $p $(ps -o pid= --ppid $p)", directory,
             paused ? "STOP" : "CONT");
    if (system(command) != 0)
        fail(command);
}

const char *server_conninfo(void)
{
    return conninfo;
}

size_t server_ask(const char *options, const char *sql, char *out, size_t size)
{
    char path[300], command[700];
    snprintf(path, sizeof path, "%s/ask.sql", directory);
    FILE *file = fopen(path, "w");
    if (!file || fputs(sql, file) < 0 || fclose(file))
        fail("cannot write a statement down");
    snprintf(command, sizeof command, "%s/psql -XqAt -v ON_ERROR_STOP=1 -h %s -U postgres %s -f %s postgres", binaries(), directory,
             options, path);
    FILE *pipe = popen(command, "r");
    if (!pipe)
        fail("no psql");
    size_t length = fread(out, 1, size - 1, pipe);
    out[length] = 0;
    if (pclose(pipe))
        fail(sql);
    return length;
}

void server_run(const char *sql)
{
    char nothing[200];
    server_ask("", sql, nothing, sizeof nothing);
}

long server_number(const char *sql)
{
    char text[100];
    server_ask("", sql, text, sizeof text);
    return strtol(text, NULL, 10);
}
