/* libFuzzer: texts that are taken for addresses, networks and URLs. What is judged public, whose an address is and where a URL leads is told alike however it is written. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <arpa/inet.h>
#include "base/arena.h"
#include "base/network.h"
#include "fetch/fetch.h"
#include "url.h"

static void try_address(const char *text)
{
    struct network_address address, mapped = {.six = true};
    char holder[NETWORK_HOLDER_SIZE], other[NETWORK_HOLDER_SIZE], written[INET6_ADDRSTRLEN];
    network_holder(text, holder);
    bool network = network_is(text);
    if (!network_address_read(text, &address))
        return;
    assert(network && network_holds(text, &address) && network_holds(address.six ? "::/0" : "0.0.0.0/0", &address));
    if (address.six) { /* a neighbour in the same /64 is the same holder, unless it carries an IPv4 address */
        address.bytes[15] ^= 1;
        assert(inet_ntop(AF_INET6, address.bytes, written, sizeof written));
        network_holder(written, other);
        assert(network_holds("::ffff:0:0/96", &address) || strcmp(holder, other) == 0);
        return;
    }
    mapped.bytes[10] = mapped.bytes[11] = 0xff;
    memcpy(mapped.bytes + 12, address.bytes, 4);
    assert(network_is_public(&mapped) == network_is_public(&address));
    snprintf(written, sizeof written, "::ffff:%s", text);
    network_holder(written, other);
    assert(strcmp(holder, other) == 0);
}

static void try_url(const char *text)
{
    if (fetch_url_fault(text, true))
        assert(fetch_url_fault(text, false));
    if (fetch_url_fault(text, false))
        return;
    assert(strncasecmp(text, "https:", 6) == 0);
    assert(url_same_origin(text, text));
    assert(!url_same_origin(text, "http://127.0.0.1/") && !url_same_origin(text, "ftp://x/"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    struct arena *arena = arena_new(1 << 20);
    const char *text = arena_strndup(arena, (const char *)data, size);
    try_address(text);
    try_url(text);
    arena_free(arena);
    return 0;
}
