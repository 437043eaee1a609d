/* What counts as the public internet decides whom the service may be made to call. */
#include "base/network.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/siphash.h"

static bool is_public(const char *text)
{
    struct network_address address;
    assert_true(network_address_read(text, &address));
    return network_is_public(&address);
}

static void what_is_not_the_public_internet_is_known(void **state)
{
    static const char *const inside[] = {
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::a00:1", "64:ff9b:1::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "fc00::1", "fdff::1", "fe80::1", "fec0::1", "ff02::1",
    };
    static const char *const outside[] = {"1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "223.255.255.1",
        "2400:3200::1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"};
    (void)state;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (is_public(inside[i]))
            fail_msg("%s is taken for a public address", inside[i]);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (!is_public(outside[i]))
            fail_msg("%s is not taken for a public address", outside[i]);
}

static void a_network_holds_its_addresses_and_no_other(void **state)
{
    struct network_address address;
    (void)state;
    assert_true(network_address_read("10.1.2.3", &address));
    assert_true(network_holds("10.0.0.0/8", &address) && network_holds("10.1.2.3", &address) && network_holds("0.0.0.0/0", &address));
    assert_false(network_holds("11.0.0.0/8", &address) || network_holds("10.1.2.4", &address) || network_holds("::/0", &address) || network_holds("10.1.2.2/32", &address));
    static const char *const malformed[] = {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.0/8/8", "::/129", "localhost", "10.0.0.0/8 ", "0x7f.1"};
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        if (network_is(malformed[i]) || network_holds(malformed[i], &address))
            fail_msg("\"%s\" is taken for a network", malformed[i]);
    assert_true(network_is("10.0.0.0/8") && network_is("::1") && network_is("fd00::/8"));
    assert_false(network_address_read("127.1", &address) || network_address_read("10.0.0.0/8", &address) || network_address_read("", &address));
}

static void whoever_has_an_address_of_ipv6_is_counted_with_all_of_its_64(void **state)
{
    static const char *const holders[][2] = {
        {"192.0.2.7", "192.0.2.7"}, {"::ffff:192.0.2.7", "192.0.2.7"}, {"2001:db8:1:2::1", "2001:db8:1:2::/64"}, {"2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"},
        {"2001:DB8:1:2:0:0:0:9", "2001:db8:1:2::/64"}, {"2001:db8:1:3::1", "2001:db8:1:3::/64"}, {"::1", "::/64"}, {"", ""}, {"unknown", "unknown"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        char holder[NETWORK_HOLDER_SIZE];
        network_holder(holders[i][0], holder);
        assert_string_equal(holder, holders[i][1]);
    }
}

/* The vectors of the paper's appendix: key 00…0f, input 00…(n-1). */
static void siphash_is_siphash(void **state)
{
    static const struct { size_t length; uint64_t hash; } known[] = {
        {0, 0x726fdb47dd0e0e31u}, {1, 0x74f839c593dc67fdu}, {7, 0xab0200f58b01d137u}, {8, 0x93f5f5799a932462u}, {15, 0xa129ca6149be45e5u}, {63, 0x958a324ceb064572u},
    };
    const struct siphash_key key = {{0x0706050403020100u, 0x0f0e0d0c0b0a0908u}};
    unsigned char input[64];
    struct siphash_key one, other;
    (void)state;
    for (size_t i = 0; i < sizeof input; i++)
        input[i] = (unsigned char)i;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(siphash(&key, input, known[i].length) == known[i].hash);
    siphash_key_make(&one);
    siphash_key_make(&other);
    assert_true(siphash(&one, input, 8) != siphash(&other, input, 8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_the_public_internet_is_known),
        cmocka_unit_test(a_network_holds_its_addresses_and_no_other),
        cmocka_unit_test(whoever_has_an_address_of_ipv6_is_counted_with_all_of_its_64),
        cmocka_unit_test(siphash_is_siphash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
