/* Who is at the other end: the peer, or, behind a proxy that the configuration trusts, the last address in X-Forwarded-For that is no such proxy's. */
#include <string.h>
#include "base/network.h"
#include "private.h"

bool is_trusted_proxy(void *context, const char *text)
{
    const struct service *service = context;
    struct network_address address;
    size_t count;
    const char *const *networks = config_list(service->config, "trusted_proxies", &count);
    if (!count || !network_address_read(text, &address))
        return false;
    for (size_t i = 0; i < count; i++)
        if (network_holds(networks[i], &address))
            return true;
    return false;
}

const char *remote_address(struct exchange *x)
{
    const char *peer = x->request->remote;
    const char *forwarded = http_header(x->request, "X-Forwarded-For");
    if (!forwarded || !is_trusted_proxy(x->service, peer))
        return peer;
    char *list = arena_strdup(x->arena, forwarded);
    for (char *comma; (comma = strrchr(list, ',')) || *list; *comma = '\0') {
        char *item = comma ? comma + 1 : list;
        item += strspn(item, " \t");
        item[strcspn(item, " \t")] = '\0';
        struct network_address address;
        if (!network_address_read(item, &address))
            return peer;
        peer = item;
        if (!is_trusted_proxy(x->service, item) || !comma)
            return item;
    }
    return peer;
}
