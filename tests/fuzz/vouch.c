/* libFuzzer: the claims of a token that another provider signed, and the file of providers itself. Whatever the claims are, nobody becomes more than a person of one district. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "auth/provider.h"

static const char configuration[] =
    "{\"providers\":[{\"name\":\"a\",\"issuer\":\"https://a.example\",\"audiences\":[\"wuye\"],\"algorithms\":[\"ES256\"],\"claims\":{"
    "\"role\":{\"claim\":\"realm.roles\",\"values\":{\"o\":\"district\",\"s\":\"street\",\"c\":\"community\",\"f\":\"company\"}},"
    "\"district\":{\"claim\":\"w.district\",\"values\":{\"东河区\":\"150202\"}},\"street\":{\"claim\":\"w.street\"},\"community\":{\"claim\":\"w.community\"},"
    "\"firm\":{\"claim\":\"w.firm\"},\"display_name\":{\"claim\":\"name\"}}}]}";
static struct providers *known;

static bool digits(const char *text, size_t count)
{
    return text && strlen(text) == count && strspn(text, "0123456789") == count;
}

static void try_claims(struct arena *arena, const char *text, size_t size)
{
    struct vouch vouch;
    json_t *claims = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    if (claims && vouch_read(&known->items[0], claims, arena, &vouch)) {
        bool street = vouch.role && strcmp(vouch.role, "street") == 0, community = vouch.role && strcmp(vouch.role, "community") == 0;
        assert(vouch.subject && *vouch.name && strlen(vouch.name) < 64 && strspn(vouch.name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(vouch.name));
        assert(vouch.missing || (vouch.role && digits(vouch.district, 6) && strcmp(vouch.district, "150202") == 0));
        assert(!vouch.role || strcmp(vouch.role, "district") == 0 || street || community || strcmp(vouch.role, "company") == 0);
        assert(vouch.missing || ((!street || digits(vouch.street, 9)) && (!community || digits(vouch.community, 12))));
    }
    json_decref(claims);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 16384)
        return 0;
    struct arena *arena = arena_new(1 << 20);
    struct buffer faults;
    struct providers *providers = NULL;
    buffer_init(&faults);
    bool read = known || providers_read(configuration, "https://wuye.example", &faults, &known);
    assert(read);
    const char *text = arena_strndup(arena, (const char *)data, size);
    try_claims(arena, (const char *)data, size);
    read = providers_read(text, "https://wuye.example", &faults, &providers);
    assert(read == (faults.length == 0));
    if (read)
        providers_free(providers);
    buffer_release(&faults);
    arena_free(arena);
    return 0;
}
