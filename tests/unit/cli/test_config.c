#include "base/config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define KEY "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" /* 32 bytes of a test */

static char path[] = "/tmp/wuye-config-XXXXXX";

struct reading { struct config *config; struct buffer faults; bool fine; };

static struct reading read_text(const char *text)
{
    struct reading reading = {0};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
    buffer_init(&reading.faults);
    reading.fine = config_read(path, &reading.faults, &reading.config);
    assert_non_null(buffer_text(&reading.faults));
    return reading;
}

static void release(struct reading *reading)
{
    config_free(reading->config);
    buffer_release(&reading->faults);
}

static void assert_fault(const char *text, const char *fault)
{
    struct reading reading = read_text(text);
    assert_false(reading.fine);
    if (!strstr(reading.faults.data, fault))
        fail_msg("\"%s\" is not among: %s", fault, reading.faults.data);
    release(&reading);
}

static void settings_come_from_the_table_then_the_file_then_the_environment(void **state)
{
    (void)state;
    setenv("WUYE_IDLE_TIMEOUT_S", "7", 1);
    struct reading reading = read_text("# a comment\n\n port = 9000 # the other one\r\nidle_timeout_s = 8\nmetrics_open=yes\n");
    unsetenv("WUYE_IDLE_TIMEOUT_S");
    assert_true(reading.fine);
    assert_int_equal(config_number(reading.config, "port"), 9000);
    assert_int_equal(config_number(reading.config, "idle_timeout_s"), 7);
    assert_int_equal(config_number(reading.config, "body_max_bytes"), 1048576);
    assert_true(config_flag(reading.config, "metrics_open"));
    assert_string_equal(config_text(reading.config, "log_file"), "-");
    release(&reading);
}

static void quotes_keep_what_a_bare_value_would_lose(void **state)
{
    (void)state;
    struct reading reading = read_text("database_password = \"a # \\\"b\\\\ \" # set\ndatabase_url = host=/run dbname=w#1\n");
    assert_true(reading.fine);
    assert_string_equal(config_text(reading.config, "database_password"), "a # \"b\\ ");
    assert_string_equal(config_text(reading.config, "database_url"), "host=/run dbname=w#1");
    release(&reading);
}

static void a_list_is_cut_at_commas(void **state)
{
    (void)state;
    size_t count = 99;
    struct reading reading = read_text("cors_origins = https://a.example , https://b.example,,\n");
    assert_true(reading.fine);
    const char *const *items = config_list(reading.config, "cors_origins", &count);
    assert_int_equal(count, 2);
    assert_string_equal(items[0], "https://a.example");
    assert_string_equal(items[1], "https://b.example");
    assert_null(items[2]);
    config_list(reading.config, "trusted_proxies", &count);
    assert_int_equal(count, 0);
    release(&reading);
}

static void words_of_a_list_without_a_comma_are_a_fault_and_not_one_word_that_fits_nothing(void **state)
{
    (void)state;
    assert_fault("certificate_roles = hotline platform\n", "certificate_roles: must be roles with commas between");
    assert_fault("trusted_proxies = 10.0.0.0/8 192.168.0.0/16\n", "trusted_proxies: must be addresses or networks with commas between");
    struct reading reading = read_text("certificate_roles = hotline ,platform,\ntrusted_proxies = 10.0.0.0/8, ::1 \n");
    assert_true(reading.fine);
    release(&reading);
}

static void all_faults_are_told_at_once_with_their_lines(void **state)
{
    (void)state;
    struct reading reading = read_text("prot = 1\nport = 70000\nport = 1\nnonsense\nmetrics_open = maybe\nlog_level = loud\nport = x\n");
    assert_false(reading.fine);
    const char *const wanted[] = {":1: prot: no such key; the nearest is port", ":2: port: 70000 is not within", ":3: port: given twice",
                                  ":4: not of the form", ":5: metrics_open: \"maybe\"", ":6: log_level: must be"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_non_null(strstr(reading.faults.data, wanted[i]));
    release(&reading);
}

static void a_wrong_environment_variable_is_a_fault(void **state)
{
    (void)state;
    setenv("WUYE_PRT", "1", 1);
    assert_fault("", "environment: WUYE_PRT: prt: no such key; the nearest is port");
    unsetenv("WUYE_PRT");
}

static void variables_that_an_orchestrator_injects_are_not(void **state)
{
    (void)state;
    setenv("WUYE_SERVICE_HOST", "10.0.0.1", 1);
    setenv("WUYE_PORT_8080_TCP", "tcp://10.0.0.1:8080", 1);
    struct reading reading = read_text("");
    assert_true(reading.fine);
    release(&reading);
    unsetenv("WUYE_SERVICE_HOST");
    unsetenv("WUYE_PORT_8080_TCP");
}

static void secrets_are_checked_and_never_shown(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0;
    assert_fault("secret = short\n", "secret: must be base64");
    assert_fault("seal_keys = k1:" KEY ",k2\n", "seal_keys: must be id:base64");
    assert_fault("seal_keys = k1:" KEY ",\n", "seal_keys: must be id:base64");
    struct reading reading = read_text("secret = " KEY "\nseal_keys = k2:" KEY ", k1:" KEY "\ndatabase_password = hunter2\n");
    assert_true(reading.fine);
    FILE *out = open_memstream(&text, &length);
    config_print(reading.config, out);
    fclose(out);
    assert_null(strstr(text, KEY));
    assert_null(strstr(text, "hunter2"));
    assert_non_null(strstr(text, "secret = (set)  # file\n"));
    free(text);
    release(&reading);
}

static void the_database_url_names_nobody(void **state)
{
    (void)state;
    assert_fault("database_url = postgresql://me@host/db\n", "must not name a user");
    assert_fault("database_url = host=x user=me\n", "must not name a user");
    assert_fault("database_url = mysql://host/db\n", "must be a postgresql:// URI");
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    assert_fault("listen_address = \xff\n", "not UTF-8");
    assert_fault("log_file = \"open\n", "quotes are not closed");
}

static void the_table_is_sorted_and_documents_every_key(void **state)
{
    (void)state;
    char *text = NULL, row[80];
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    config_document(out);
    fclose(out);
    for (size_t i = 0; i < config_key_count; i++) {
        snprintf(row, sizeof row, "| `%s` | ", config_keys[i].key);
        assert_non_null(strstr(text, row));
        assert_true(strlen(config_keys[i].about) > 10);
        if (i)
            assert_true(strcmp(config_keys[i - 1].key, config_keys[i].key) < 0);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_come_from_the_table_then_the_file_then_the_environment),
        cmocka_unit_test(quotes_keep_what_a_bare_value_would_lose),
        cmocka_unit_test(a_list_is_cut_at_commas),
        cmocka_unit_test(words_of_a_list_without_a_comma_are_a_fault_and_not_one_word_that_fits_nothing),
        cmocka_unit_test(all_faults_are_told_at_once_with_their_lines),
        cmocka_unit_test(a_wrong_environment_variable_is_a_fault),
        cmocka_unit_test(variables_that_an_orchestrator_injects_are_not),
        cmocka_unit_test(secrets_are_checked_and_never_shown),
        cmocka_unit_test(the_database_url_names_nobody),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(the_table_is_sorted_and_documents_every_key),
    };
    int file = mkstemp(path);
    if (file < 0)
        return 1;
    close(file);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
