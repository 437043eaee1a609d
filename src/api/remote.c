/* Who is at the other end, and by which certificate: the peer, or, behind a proxy that the configuration trusts, the last address in X-Forwarded-For that is no such proxy's. */
#include <stdio.h>
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

/* The name in the caller's certificate: shown to us, or to a proxy that is trusted to say so. */
static const char *certificate_name(struct exchange *x)
{
    const char *header = config_text(x->service->config, "certificate_header");
    const char *said = *header && is_trusted_proxy(x->service, x->request->remote) ? http_header(x->request, header) : NULL;
    return said && *said ? said : x->request->certificate ? x->request->certificate : "";
}

/* A token, or a secret, that was stolen does not serve without the key of its owner's certificate. */
bool certify(struct exchange *x)
{
    size_t count, i = 0;
    const char *const *roles = config_list(x->service->config, "certificate_roles", &count);
    if (!count || !x->identified || x->sink)
        return true;
    const char *role = db_role_names[database_role(x)] + strlen("wuye_");
    while (i < count && strcmp(roles[i], role) != 0)
        i++;
    if (i == count)
        return true;
    const char *name = certificate_name(x);
    if (*name && strcmp(name, arena_printf(x->arena, "%s@%s", x->principal.name, x->principal.district)) == 0)
        return true;
    count_refused(x);
    snprintf(x->detail, sizeof x->detail, "certificate of \"%s\"", name);
    x->identified = false;
    return problem(x, "certificate_required", NULL, NULL);
}
