#include "refusal.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <ulfius.h>
#include "base/clock.h"

#define END_OF_HEAD "\r\n\r\n"
#define HEADERS_READ 64 /* further ones say nothing that a refusal depends on */

enum refusable refusable(const char *head, size_t length, bool more)
{
    const char *line = memchr(head, '\n', length), *path = memchr(head, ' ', length);
    if (more && !memmem(head, length, END_OF_HEAD, strlen(END_OF_HEAD)))
        return REFUSABLE_NOT_YET;
    bool known = line && path && path < line && line - path > 5 && strncmp(path + 1, "/v1/", 4) == 0;
    return known ? REFUSABLE : REFUSABLE_NOT;
}

/* The text up to the separator, which becomes its end; the rest stays in *at. */
static char *cut(char **at, const char *separator)
{
    char *text = *at, *stop = strstr(text, separator);
    *at = stop ? stop + strlen(separator) : text + strlen(text);
    if (stop)
        *stop = '\0';
    return text;
}

static void read_headers(char *at, struct _u_map *map)
{
    for (int i = 0; i < HEADERS_READ && *at; i++) {
        char *value = cut(&at, "\r\n"), *name = cut(&value, ":");
        value += strspn(value, " \t");
        if (*name && u_map_put(map, name, value) != U_OK)
            return;
    }
}

static void write_answer(const struct http_answer *answer, bool without_body, struct buffer *out)
{
    buffer_printf(out, "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Length: %zu\r\n", answer->status, MHD_get_reason_phrase_for((unsigned)answer->status), answer->body.length);
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcmp(answer->headers[i].name, "Connection") != 0)
            buffer_printf(out, "%s: %s\r\n", answer->headers[i].name, answer->headers[i].value);
    for (size_t i = 0; i < answer->long_count; i++)
        if (answer->long_name[i] && answer->long_value[i])
            buffer_printf(out, "%s: %s\r\n", answer->long_name[i], answer->long_value[i]);
    buffer_add_text(out, "\r\n");
    if (answer->body.length && !without_body)
        buffer_add(out, answer->body.data, answer->body.length);
}

static void release(struct http_answer *answer)
{
    for (size_t i = 0; i < answer->long_count; i++) {
        free(answer->long_name[i]);
        free(answer->long_value[i]);
    }
    if (answer->done)
        answer->done(answer->stream);
    buffer_release(&answer->body);
}

void refusal_write(const struct http_settings *settings, char *head, size_t length, const char *remote, enum http_crowding crowding, struct buffer *out)
{
    head[length] = '\0';
    char *at = head, *line = cut(&at, "\r\n"), *method = cut(&line, " "), *target = cut(&line, " "), *query = target, *path = cut(&query, "?");
    struct _u_map headers;
    u_map_init(&headers);
    read_headers(at, &headers);
    struct _u_request source = {.map_header = &headers};
    struct http_request request = {.method = method, .path = path, .query = query, .file = -1, .remote = remote, .certificate = "", .crowding = crowding,
                                   .started_us = clock_monotonic_us(), .source = &source};
    struct http_answer answer = {.status = 503};
    settings->handle(settings->context, &request, &answer);
    write_answer(&answer, strcmp(method, "HEAD") == 0, out);
    release(&answer);
    u_map_clean(&headers);
}
