#pragma once
/* A PostgreSQL of its own for one test program: no TCP, a directory that goes when it stops, all service logins without
 * password. Failures end the program with the server's log on stderr. */
#include <stdbool.h>
#include <stddef.h>

void server_start(void);
void server_stop(void);      /* and remove */
void server_restart(void);   /* immediate: sessions end at once */
void server_pause(bool paused); /* every process of it stands still; it accepts, and answers nothing */
const char *server_conninfo(void);
/* As superuser. */
void server_run(const char *sql);
/* The output of psql without head and alignment, at most size - 1 bytes; terminated. `options` go before the statement. */
size_t server_ask(const char *options, const char *sql, char *out, size_t size);
long server_number(const char *sql);
