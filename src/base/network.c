#include "base/network.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

/* What the IANA special-purpose registries keep from the public internet, and multicast. */
static const char *const reserved[] = {
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
};

bool network_address_read(const char *text, struct network_address *ret_address)
{
    struct network_address address = {0};
    if (inet_pton(AF_INET, text, address.bytes) == 1) {
        *ret_address = address;
        return true;
    }
    address.six = true;
    if (inet_pton(AF_INET6, text, address.bytes) != 1)
        return false;
    *ret_address = address;
    return true;
}

static bool network_read(const char *network, struct network_address *ret_base, unsigned *ret_bits)
{
    char text[INET6_ADDRSTRLEN + 4];
    int64_t bits;
    if (snprintf(text, sizeof text, "%s", network) >= (int)sizeof text)
        return false;
    char *slash = strchr(text, '/');
    if (slash)
        *slash++ = '\0';
    if (!network_address_read(text, ret_base))
        return false;
    int64_t most = ret_base->six ? 128 : 32;
    bits = most;
    if (slash && (!text_to_int64(slash, &bits) || bits < 0 || bits > most))
        return false;
    *ret_bits = (unsigned)bits;
    return true;
}

bool network_is(const char *text)
{
    struct network_address base;
    unsigned bits;
    return network_read(text, &base, &bits);
}

bool network_holds(const char *network, const struct network_address *address)
{
    struct network_address base;
    unsigned bits;
    if (!network_read(network, &base, &bits) || base.six != address->six)
        return false;
    for (unsigned i = 0; i < bits; i++)
        if ((address->bytes[i / 8] ^ base.bytes[i / 8]) & (0x80 >> i % 8))
            return false;
    return true;
}

bool network_is_public(const struct network_address *address)
{
    struct network_address inner = {0};
    if (address->six && (network_holds("::ffff:0:0/96", address) || network_holds("64:ff9b::/96", address))) {
        memcpy(inner.bytes, address->bytes + 12, 4);
        address = &inner;
    }
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (network_holds(reserved[i], address))
            return false;
    return true;
}

void network_holder(const char *text, char out[static NETWORK_HOLDER_SIZE])
{
    struct network_address address;
    char written[INET6_ADDRSTRLEN];
    if (!network_address_read(text, &address) || !address.six) {
        snprintf(out, NETWORK_HOLDER_SIZE, "%s", text);
    } else if (network_holds("::ffff:0:0/96", &address)) {
        inet_ntop(AF_INET, address.bytes + 12, out, NETWORK_HOLDER_SIZE);
    } else {
        memset(address.bytes + 8, 0, 8);
        snprintf(out, NETWORK_HOLDER_SIZE, "%s/64", inet_ntop(AF_INET6, address.bytes, written, sizeof written));
    }
}
