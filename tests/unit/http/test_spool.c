/* Files of uploads: what they are told to be when there is no room for them. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <cmocka.h>
#include "spool.h"

static const char bytes[8192];

static struct http_request told(const struct spool *spool)
{
    struct http_request request = {.file = -1};
    spool_tell(spool, &request);
    return request;
}

static void a_file_past_its_limit_is_too_large(void **state)
{
    (void)state;
    struct spool *spool = spool_new("/tmp", sizeof bytes, UINT64_MAX);
    spool_write(spool, bytes, sizeof bytes);
    assert_int_equal(told(spool).file_length, sizeof bytes);
    spool_write(spool, bytes, 1);
    assert_true(told(spool).body_too_large && !told(spool).file_failed && told(spool).file_length == 0);
    spool_free(spool);
}

/* The limit of a process does what a full disk does: a part is written, and then nothing. */
static void a_disk_that_takes_no_more_is_not_the_sender_s_fault(void **state)
{
    (void)state;
    struct rlimit before, small = {.rlim_cur = 5000};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    struct spool *spool = spool_new("/tmp", 1 << 20, UINT64_MAX);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    spool_write(spool, bytes, sizeof bytes);
    spool_write(spool, bytes, 1);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(told(spool).file_failed && !told(spool).body_too_large && told(spool).file_length == 0);
    spool_free(spool);
}

static void all_files_together_have_a_limit_and_give_back_what_they_held(void **state)
{
    (void)state;
    for (int again = 0; again < 3; again++) {
        struct spool *one = spool_new("/tmp", 1 << 20, 2 * sizeof bytes), *other = spool_new("/tmp", 1 << 20, 2 * sizeof bytes);
        spool_write(one, bytes, sizeof bytes);
        spool_write(other, bytes, sizeof bytes);
        assert_false(told(one).file_failed || told(other).file_failed);
        spool_write(other, bytes, 1);
        assert_true(told(other).file_failed && told(other).file_length == 0);
        spool_write(one, bytes, sizeof bytes);
        assert_int_equal(told(one).file_length, 2 * sizeof bytes);
        spool_free(one);
        spool_free(other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_past_its_limit_is_too_large),
        cmocka_unit_test(a_disk_that_takes_no_more_is_not_the_sender_s_fault),
        cmocka_unit_test(all_files_together_have_a_limit_and_give_back_what_they_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
