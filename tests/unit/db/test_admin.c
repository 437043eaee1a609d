#include "support.h"
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include "base/clock.h"
#include "db/admin.h"
#include "login.h"

#define SECOND INT64_C(1000000)

static struct nodes *nodes;

static int start(void **state)
{
    (void)state;
    char conninfo[700];
    server_start();
    int length = snprintf(conninfo, sizeof conninfo, "%s", server_conninfo());
    const char *folder = server_conninfo() + strlen("host="), *end = strchr(folder, ' ');
    assert_true(length > 0 && end);
    snprintf(conninfo, sizeof conninfo, "host=%.*s,%.*s%s", (int)(end - folder), folder, (int)(end - folder), folder, end);
    nodes = nodes_new(&(struct nodes_settings){ .conninfo = conninfo, .watches_as = DB_WORKER });
    assert_true(nodes && nodes_watch(nodes));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    nodes_free(nodes);
    server_stop();
    return 0;
}

static void *promote(void *nothing)
{
    usleep(300000);
    assert_true(nodes_tell_primary(nodes, 1, 1000));
    return nothing;
}

/* As the worker does it: a job, the note of how it went, and the next job, all at a node that never answers again. */
static void nothing_more_is_awaited_of_a_former_primary_that_is_frozen_in_the_midst_of_a_job(void **state)
{
    (void)state;
    struct buffer trouble;
    struct admin *admin = NULL;
    struct admin_rows *rows = NULL;
    pthread_t promotion;
    buffer_init(&trouble);
    assert_true(admin_attach(nodes, "wuye_worker", &trouble, &admin));
    assert_true(admin_run(admin, "select 1") && admin_query(admin, "select 1", NULL, 0, &rows));
    admin_rows_free(rows);
    pthread_create(&promotion, NULL, promote, NULL);
    int64_t began = clock_monotonic_us();
    assert_false(admin_run(admin, "select pg_sleep(20)"));
    assert_false(admin_query(admin, "select 1", NULL, 0, &rows));
    assert_false(admin_run(admin, "select 1"));
    assert_false(admin_wait(admin, 1000, -1));
    assert_true(clock_monotonic_us() - began < 15 * SECOND);
    assert_non_null(strstr(buffer_text(&trouble), "another node was promoted"));
    pthread_join(promotion, NULL);
    admin_close(admin);
    buffer_release(&trouble);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_more_is_awaited_of_a_former_primary_that_is_frozen_in_the_midst_of_a_job),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
