/* Answers that are not rows, and entity tags of all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "private.h"

static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Four multiply-and-mix lanes that do not wait for one another, 32 bytes at a time: a tag of content, not a guard against forgery. */
static void digest(const char *data, size_t length, char out[33])
{
    static const uint64_t odd[4] = {0xa0761d6478bd642fu, 0xe7037ed1a0b428dbu, 0x8ebc6af09c88c6e3u, 0x589965cc75374cc3u};
    uint64_t lanes[4] = {0x9e3779b97f4a7c15u ^ length, 0xc2b2ae3d27d4eb4fu + length, 0x165667b19e3779f9u ^ length, 0x27d4eb2f165667c5u + length};
    for (; length >= 32; data += 32, length -= 32) {
        uint64_t words[4];
        memcpy(words, data, 32);
        for (int i = 0; i < 4; i++)
            lanes[i] = mix(lanes[i] ^ words[i], odd[i]);
    }
    uint64_t words[4] = {0};
    memcpy(words, data, length);
    for (int i = 0; i < 4; i++)
        lanes[i] = mix(lanes[i] ^ words[i], odd[i]);
    uint64_t a = mix(lanes[0] ^ odd[3], lanes[1] ^ odd[2]) ^ lanes[2], b = mix(lanes[2] ^ odd[1], lanes[3] ^ odd[0]) ^ lanes[1];
    snprintf(out, 33, "%016llx%016llx", (unsigned long long)a, (unsigned long long)mix(b ^ a, odd[0]));
}

/* Weak comparison over the list (RFC 9110 §13.1.2). */
static bool listed(const char *list, const char *tag)
{
    size_t length = strlen(tag);
    for (const char *at = list; at && *at;) {
        at += strspn(at, " \t,");
        if (*at == '*')
            return true;
        if (strncmp(at, "W/", 2) == 0)
            at += 2;
        if (strncmp(at, tag, length) == 0)
            return true;
        at += strcspn(at, ",");
    }
    return false;
}

bool is_public_read(const struct exchange *x)
{
    if (x->sink)
        return false; /* an errand: it came with no head, and no cache sees what it answers */
    return x->operation && x->operation->roles & ROLE_PUBLIC && strcmp(x->operation->method, "GET") == 0 && !http_header(x->request, "Authorization");
}

void answer_kept_by(struct exchange *x, const char *otherwise)
{
    if (is_public_read(x))
        http_setf(x->answer, "Cache-Control", "public, max-age=%lld", (long long)config_number(x->service->config, "public_max_age_s"));
    else
        http_set(x->answer, "Cache-Control", otherwise);
}

bool answer_tag(struct exchange *x, const char *tag)
{
    http_set(x->answer, "ETag", tag);
    answer_kept_by(x, "private, no-cache");
    http_set(x->answer, "Vary", "Accept, Accept-Encoding, Authorization, Origin");
    const char *known = http_header(x->request, "If-None-Match");
    if (!known || x->operation->writes || x->answer->status != 200 || !listed(known, tag))
        return false;
    x->answer->status = 304;
    buffer_clear(&x->answer->body);
    return true;
}

void answer_etag(struct exchange *x, const char *version)
{
    char hash[33], tag[64];
    digest(x->answer->body.length ? x->answer->body.data : "", x->answer->body.length, hash);
    snprintf(tag, sizeof tag, "\"%.20s%s%s\"", version ? version : "", version ? "-" : "", hash);
    (void)answer_tag(x, tag);
}

bool answer_bytes(struct exchange *x, int status, const char *type, const void *data, size_t length)
{
    x->answer->status = status;
    buffer_clear(&x->answer->body);
    buffer_add(&x->answer->body, data, length);
    http_set(x->answer, "Content-Type", type);
    if (status == 200 && !x->operation->writes)
        answer_etag(x, NULL);
    return true;
}

bool answer_json(struct exchange *x, int status, json_t *value)
{
    char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
    json_decref(value);
    if (!text)
        return problem(x, "internal_error", NULL, NULL);
    answer_bytes(x, status, "application/json", text, strlen(text));
    free(text);
    return true;
}
