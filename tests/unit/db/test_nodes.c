#include "support.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"
#include "login.h"

#define SECOND INT64_C(1000000)

static struct nodes *primaries(const char *conninfo)
{
    return nodes_new(&(struct nodes_settings){ .conninfo = conninfo });
}

static struct nodes *standbys_of(struct nodes *these)
{
    return nodes_new(&(struct nodes_settings){ .conninfo = "host=c,d", .primaries = these, .max_lag_ms = 5000 });
}

static void a_connection_string_is_cut_into_nodes(void **state)
{
    (void)state;
    struct nodes *nodes = primaries("host=a,b port=1,2 dbname=x");
    assert_true(nodes_several(nodes));
    assert_string_equal(nodes_at(nodes, 1)->host, "b");
    assert_string_equal(nodes_at(nodes, 1)->port, "2");
    nodes_free(nodes);
    nodes = primaries("postgresql://a:5,b:6/x");
    assert_string_equal(nodes_at(nodes, 0)->host, "a");
    assert_string_equal(nodes_at(nodes, 1)->port, "6");
    nodes_free(nodes);
    nodes = primaries("hostaddr=127.0.0.1,127.0.0.2 port=7");
    assert_null(nodes_at(nodes, 1)->host);
    assert_string_equal(nodes_at(nodes, 1)->hostaddr, "127.0.0.2");
    assert_string_equal(nodes_at(nodes, 1)->port, "7");
    nodes_free(nodes);
    nodes = primaries("host=a,b port=1,2,3"); /* libpq's to refuse */
    assert_false(nodes_several(nodes));
    nodes_free(nodes);
    nodes = primaries("dbname=x");
    assert_false(nodes_several(nodes));
    nodes_free(nodes);
}

static void who_did_not_answer_is_tried_last_and_the_primary_first(void **state)
{
    (void)state;
    unsigned order[NODES_MAX];
    struct nodes *nodes = primaries("host=a,b,c");
    assert_int_equal(nodes_order(nodes, order), 3);
    assert_int_equal(order[0], 0);
    nodes_tell_failed(nodes, 0);
    assert_int_equal(nodes_order(nodes, order), 3);
    assert_int_equal(order[0], 1);
    assert_int_equal(order[2], 0);
    assert_true(nodes_tell_primary(nodes, 2, 1));
    assert_int_equal(nodes_order(nodes, order), 3);
    assert_int_equal(order[0], 2);
    nodes_free(nodes);
}

static void a_former_primary_is_told_by_its_timeline(void **state)
{
    (void)state;
    struct nodes *nodes = primaries("host=a,b");
    struct session session = { .node = 0, .timeline = 6 };
    assert_true(nodes_tell_primary(nodes, 0, 6));
    assert_true(nodes_current(nodes, &session));
    /* That it is asked as a standby's equal changes nothing. */
    nodes_tell(nodes, 1, &(struct position){ .standby = true, .lsn = 5 });
    assert_false(nodes_superseded(nodes, &session));
    nodes_tell(nodes, 1, &(struct position){ .timeline = 7, .lsn = 6, .asked_us = clock_monotonic_us() });
    nodes_tell(nodes, 0, &(struct position){ .standby = true, .lsn = 5 });
    assert_true(nodes_superseded(nodes, &session));
    assert_false(nodes_current(nodes, &session));
    assert_false(nodes_tell_primary(nodes, 0, 6));
    unsigned order[NODES_MAX];
    assert_int_equal(nodes_order(nodes, order), 2);
    assert_int_equal(order[0], 1);
    session = (struct session){ .node = 1, .timeline = 7 };
    assert_true(nodes_current(nodes, &session));
    nodes_suspect(nodes);
    assert_false(nodes_current(nodes, &session));
    assert_false(nodes_superseded(nodes, &session));
    nodes_free(nodes);
}

static int64_t lag(struct nodes *standbys, unsigned node)
{
    return nodes_lag_us(standbys, &(struct session){ .node = node });
}

static void a_standby_is_as_old_as_what_it_has_replayed(void **state)
{
    (void)state;
    struct nodes *these = primaries("host=a"), *standbys = standbys_of(these);
    unsigned order[NODES_MAX];
    int64_t now = clock_monotonic_us();
    assert_int_equal(nodes_order(standbys, order), 0);
    nodes_tell(these, 0, &(struct position){ .timeline = 3, .lsn = 50, .asked_us = now - 100 * SECOND });
    nodes_tell(these, 0, &(struct position){ .timeline = 3, .lsn = 100, .asked_us = now - SECOND });
    nodes_tell(standbys, 0, &(struct position){ .standby = true, .lsn = 60 });
    nodes_tell(standbys, 1, &(struct position){ .standby = true, .lsn = 49 });
    assert_true(lag(standbys, 0) >= 100 * SECOND);
    assert_int_equal(lag(standbys, 1), -1);
    assert_int_equal(nodes_order(standbys, order), 0);
    nodes_tell(standbys, 0, &(struct position){ .standby = true, .lsn = 100 });
    assert_true(lag(standbys, 0) >= SECOND && lag(standbys, 0) < 100 * SECOND);
    /* At rest: the same position, seen again. */
    nodes_tell(these, 0, &(struct position){ .timeline = 3, .lsn = 100, .asked_us = clock_monotonic_us() });
    assert_int_equal(nodes_order(standbys, order), 1);
    assert_int_equal(order[0], 0);
    assert_true(nodes_current(standbys, &(struct session){ .node = 0 }));
    nodes_tell_failed(standbys, 0);
    assert_int_equal(lag(standbys, 0), -1);
    assert_true(nodes_superseded(standbys, &(struct session){ .node = 0 }));
    nodes_free(standbys);
    nodes_free(these);
}

static void a_standby_that_does_not_follow_a_promotion_is_not_trusted(void **state)
{
    (void)state;
    struct nodes *these = primaries("host=a,b"), *standbys = standbys_of(these);
    nodes_tell(these, 0, &(struct position){ .timeline = 3, .lsn = 100, .asked_us = clock_monotonic_us() });
    nodes_tell(standbys, 0, &(struct position){ .standby = true, .lsn = 100 });
    assert_true(lag(standbys, 0) >= 0);
    nodes_tell(these, 1, &(struct position){ .timeline = 4, .lsn = 90, .asked_us = clock_monotonic_us() });
    nodes_tell(standbys, 0, &(struct position){ .standby = true, .lsn = 100 }); /* of what the new primary never had */
    assert_int_equal(lag(standbys, 0), -1);
    nodes_tell(standbys, 0, &(struct position){ .standby = true, .lsn = 101 });
    assert_true(lag(standbys, 0) >= 0);
    nodes_tell(standbys, 0, &(struct position){ .standby = false, .lsn = 102 }); /* it was promoted itself */
    assert_int_equal(lag(standbys, 0), -1);
    nodes_free(standbys);
    nodes_free(these);
}

/* Takes connections and says nothing. */
static int silent(unsigned *ret_port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(listener >= 0 && !bind(listener, (struct sockaddr *)&at, size) && !listen(listener, 5) && !getsockname(listener, (struct sockaddr *)&at, &size));
    *ret_port = ntohs(at.sin_port);
    return listener;
}

static void nodes_that_never_answer_hold_nobody_beyond_one_deadline(void **state)
{
    (void)state;
    unsigned ports[2];
    int listeners[2] = { silent(&ports[0]), silent(&ports[1]) };
    char conninfo[160];
    snprintf(conninfo, sizeof conninfo, "host=127.0.0.1,127.0.0.1 port=%u,%u dbname=x target_session_attrs=read-write connect_timeout=600", ports[0], ports[1]);
    struct nodes *nodes = primaries(conninfo);
    struct session session;
    struct trouble trouble;
    int64_t began = clock_monotonic_us();
    assert_false(nodes_login(nodes, "nobody", began + SECOND / 2, &session, &trouble));
    assert_true(clock_monotonic_us() - began < 100 * SECOND);
    assert_true(nodes_failed(nodes, 0) && nodes_failed(nodes, 1));
    nodes_free(nodes);
    close(listeners[0]);
    close(listeners[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_string_is_cut_into_nodes),
        cmocka_unit_test(who_did_not_answer_is_tried_last_and_the_primary_first),
        cmocka_unit_test(a_former_primary_is_told_by_its_timeline),
        cmocka_unit_test(a_standby_is_as_old_as_what_it_has_replayed),
        cmocka_unit_test(a_standby_that_does_not_follow_a_promotion_is_not_trusted),
        cmocka_unit_test(nodes_that_never_answer_hold_nobody_beyond_one_deadline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
