/* Who is at the other end: the peer, or, behind a proxy that the configuration trusts, the last address in X-Forwarded-For that is no such proxy's. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include "private.h"

struct address { unsigned char bytes[16]; bool six; };

static bool read_address(const char *text, struct address *ret_address)
{
    struct address address = {0};
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

/* "10.0.0.0/8" or one address. */
static bool in_network(const struct address *address, const char *network)
{
    char text[INET6_ADDRSTRLEN + 4];
    struct address base;
    snprintf(text, sizeof text, "%s", network);
    char *slash = strchr(text, '/');
    if (slash)
        *slash++ = '\0';
    if (!read_address(text, &base) || base.six != address->six)
        return false;
    unsigned bits = slash ? (unsigned)strtoul(slash, NULL, 10) : address->six ? 128 : 32;
    for (unsigned i = 0; i < bits && i < 128; i++)
        if ((address->bytes[i / 8] ^ base.bytes[i / 8]) & (0x80 >> i % 8))
            return false;
    return true;
}

static bool trusted(const struct service *service, const char *text)
{
    struct address address;
    size_t count;
    const char *const *networks = config_list(service->config, "trusted_proxies", &count);
    if (!count || !read_address(text, &address))
        return false;
    for (size_t i = 0; i < count; i++)
        if (in_network(&address, networks[i]))
            return true;
    return false;
}

const char *remote_address(struct exchange *x)
{
    const char *peer = x->request->remote;
    const char *forwarded = http_header(x->request, "X-Forwarded-For");
    if (!forwarded || !trusted(x->service, peer))
        return peer;
    char *list = arena_strdup(x->arena, forwarded);
    for (char *comma; (comma = strrchr(list, ',')) || *list; *comma = '\0') {
        char *item = comma ? comma + 1 : list;
        item += strspn(item, " \t");
        item[strcspn(item, " \t")] = '\0';
        struct address address;
        if (!read_address(item, &address))
            return peer;
        peer = item;
        if (!trusted(x->service, item) || !comma)
            return item;
    }
    return peer;
}
