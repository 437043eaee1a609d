/* One request to a server of the test's own, which keeps what it was sent and answers what it is told to. */
#include "fetch/fetch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"

struct server {
    int listener;
    int port;
    const char *answer;  /* NULL: none, the connection is kept open */
    char heard[4096];
    pthread_t thread;
    int held;
};

static void *serve_one(void *context)
{
    struct server *server = context;
    int connection = accept(server->listener, NULL, NULL);
    size_t length = 0;
    ssize_t got;
    /* Until the blank line and, of a POST, its two bytes. */
    while (connection >= 0 && length < sizeof server->heard - 1 && (got = read(connection, server->heard + length, sizeof server->heard - 1 - length)) > 0) {
        server->heard[length += (size_t)got] = '\0';
        const char *end = strstr(server->heard, "\r\n\r\n");
        if (end && (strncmp(server->heard, "GET", 3) == 0 || strlen(end) >= 4 + 2))
            break;
    }
    if (connection >= 0 && server->answer && write(connection, server->answer, strlen(server->answer)) < 0)
        connection = -1;
    server->held = server->answer ? -1 : connection;
    if (connection >= 0 && server->answer)
        close(connection);
    return NULL;
}

static struct server *server_start(const char *answer)
{
    struct server *server = calloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    assert_non_null(server);
    server->answer = answer;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(server->listener >= 0 && bind(server->listener, (struct sockaddr *)&address, size) == 0 && listen(server->listener, 4) == 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&address, &size), 0);
    server->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server->thread, NULL, serve_one, server), 0);
    return server;
}

static void server_stop(struct server *server)
{
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    if (server->held > 0)
        close(server->held);
    close(server->listener);
    free(server);
}

static const char *const loopback[] = {"127.0.0.0/8"};

struct asked { struct server *server; struct arena *arena; struct fetcher *fetcher; struct fetch_answer answer; enum fetch_outcome outcome; };

static struct asked ask(const char *answer, struct fetch_request request, size_t networks)
{
    struct asked asked = {.server = server_start(answer), .arena = arena_new(1 << 20)};
    asked.fetcher = fetcher_new(&(struct fetcher_settings){.networks = loopback, .network_count = networks});
    assert_non_null(asked.fetcher);
    request.url = arena_printf(asked.arena, "http://127.0.0.1:%d/x?y=1", asked.server->port);
    request.allow_http = true;
    asked.outcome = fetch(asked.fetcher, &request, asked.arena, &asked.answer);
    return asked;
}

static void done(struct asked *asked)
{
    fetcher_free(asked->fetcher);
    arena_free(asked->arena);
    server_stop(asked->server);
}

static const struct fetch_request get = {.method = "GET", .deadline_ms = 2000, .size_max = 100};

static void a_get_brings_status_body_and_headers(void **state)
{
    (void)state;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    struct asked asked = ask("HTTP/1.1 429 No\r\nContent-Length: 2\r\nContent-Type: text/plain\r\nRetry-After: 7\r\nCache-Control: max-age=5\r\n\r\nok", get, 1);
    unsetenv("http_proxy");
    assert_int_equal(asked.outcome, FETCH_OK);
    assert_int_equal(asked.answer.status, 429);
    assert_string_equal(asked.answer.body, "ok");
    assert_string_equal(asked.answer.retry_after, "7");
    assert_string_equal(asked.answer.cache_control, "max-age=5");
    assert_string_equal(asked.answer.content_type, "text/plain");
    assert_true(strncmp(asked.server->heard, "GET /x?y=1 HTTP/1.1\r\n", 21) == 0);
    assert_non_null(strstr(asked.server->heard, "User-Agent: wuye\r\n"));
    done(&asked);
}

static void a_post_sends_its_headers_and_body(void **state)
{
    static const char *const headers[] = {"Content-Type: application/json", "webhook-id: 1", NULL};
    (void)state;
    struct fetch_request post = {.method = "POST", .headers = headers, .body = "{}and no more", .body_length = 2, .deadline_ms = 2000, .size_max = 100};
    struct asked asked = ask("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", post, 1);
    assert_int_equal(asked.outcome, FETCH_OK);
    assert_int_equal(asked.answer.status, 302); /* what is posted is not sent on */
    assert_true(strncmp(asked.server->heard, "POST ", 5) == 0);
    assert_non_null(strstr(asked.server->heard, "webhook-id: 1\r\n"));
    assert_non_null(strstr(asked.server->heard, "Content-Length: 2\r\n"));
    assert_string_equal(strstr(asked.server->heard, "\r\n\r\n") + 4, "{}");
    done(&asked);
}

static void what_is_too_long_or_leads_away_is_not_taken(void **state)
{
    static const struct { const char *answer; enum fetch_outcome outcome; } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x", FETCH_TOO_LARGE},
        {"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\nContent-Length: 0\r\n\r\n", FETCH_REDIRECTED},
        {"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", FETCH_REDIRECTED},
        {"this is no HTTP\r\n\r\n", FETCH_UNREACHABLE},
        {"", FETCH_UNREACHABLE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked asked = ask(cases[i].answer, get, 1);
        if (asked.outcome != cases[i].outcome)
            fail_msg("case %zu: %s", i, fetch_outcome_text(asked.outcome));
        done(&asked);
    }
}

static void where_the_status_counts_no_body_takes_it_away(void **state)
{
    static const struct { const char *answer; enum fetch_outcome outcome; int status; } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789", FETCH_OK, 200},                       /* longer than is taken */
        {"HTTP/1.1 204 OK\r\n\r\n", FETCH_OK, 204},
        {"HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n12", FETCH_OK, 500},                            /* breaks off */
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Yes\r\nContent-Length: 9\r\n\r\n12", FETCH_OK, 201},
        {"HTTP/1.1 100 Continue\r\n\r\n", FETCH_UNREACHABLE, 0},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n", FETCH_UNREACHABLE, 0},                            /* the headers do not end */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fetch_request post = {.method = "POST", .body = "{}", .body_length = 2, .deadline_ms = 2000, .size_max = 4, .status_alone = true};
        struct asked asked = ask(cases[i].answer, post, 1);
        if (asked.outcome != cases[i].outcome || asked.answer.status != cases[i].status)
            fail_msg("case %zu: %s, %d", i, fetch_outcome_text(asked.outcome), asked.answer.status);
        done(&asked);
    }
}

static void the_inside_of_the_network_is_not_called_unless_allowed(void **state)
{
    (void)state;
    struct asked asked = ask("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", get, 0);
    assert_int_equal(asked.outcome, FETCH_FORBIDDEN);
    assert_string_equal(asked.server->heard, "");
    done(&asked);
}

static void the_deadline_and_a_cancel_end_it(void **state)
{
    (void)state;
    _Atomic bool cancelled = true;
    struct fetch_request request = get;
    request.deadline_ms = 300;
    int64_t began = clock_monotonic_us();
    struct asked asked = ask(NULL, request, 1);
    assert_int_equal(asked.outcome, FETCH_TIMEOUT);
    assert_true(clock_monotonic_us() - began < 3000000);
    done(&asked);
    request.deadline_ms = 20000;
    request.cancelled = &cancelled;
    asked = ask(NULL, request, 1);
    assert_int_equal(asked.outcome, FETCH_CANCELLED);
    assert_true(clock_monotonic_us() - began < 10000000);
    done(&asked);
}

static void a_url_is_absolute_and_without_a_secret(void **state)
{
    static const char *const bad[] = {"", "x", "//x", "ftp://x/", "file:///etc/passwd", "http://x/", "https://", "https://u:p@x/", "https://u@x/", "https://x/\r\nHost: y", "gopher://x"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!fetch_url_fault(bad[i], false))
            fail_msg("\"%s\" is taken", bad[i]);
    assert_null(fetch_url_fault("https://x.example:8443/a?b=c", false));
    assert_null(fetch_url_fault("http://x", true));
    assert_non_null(fetch_url_fault("ftp://x/", true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_get_brings_status_body_and_headers),
        cmocka_unit_test(a_post_sends_its_headers_and_body),
        cmocka_unit_test(what_is_too_long_or_leads_away_is_not_taken),
        cmocka_unit_test(where_the_status_counts_no_body_takes_it_away),
        cmocka_unit_test(the_inside_of_the_network_is_not_called_unless_allowed),
        cmocka_unit_test(the_deadline_and_a_cancel_end_it),
        cmocka_unit_test(a_url_is_absolute_and_without_a_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
