/* DESIGN. A person whom a provider vouches for becomes one of the service's own: a row of `users`, known by (issuer, subject), with the role and
 * scope that the newest token says. That costs a trip when a token is first seen; then it is remembered like one of our own. */
#include <string.h>
#include "base/log.h"
#include "internal.h"
#include "private.h"

struct lack { const char *rule, *zh, *en; };
static const struct lack lacks[] = {
    {"role", "角色", "a role"}, {"district", "所属区", "a district"}, {"street", "所属街道", "a street"}, {"community", "所属社区", "a community"},
    {"firm", "所属企业", "a firm"},
};

static const struct lack *lack_of(const char *rule)
{
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++)
        if (strcmp(lacks[i].rule, rule) == 0)
            return &lacks[i];
    return &lacks[0];
}

/* What is public stays open to a person who is nobody here. */
static bool not_provisioned(struct exchange *x, const char *rule, bool said)
{
    const struct lack *lack = lack_of(rule);
    x->principal = (struct principal){.role = TOKEN_PUBLIC};
    if (x->operation->roles & ROLE_PUBLIC)
        return true;
    if (said)
        return problem(x, "not_provisioned", arena_printf(x->arena, "身份提供方已确认您的身份，但其所给的%s在本服务的该区中不存在。请联系本单位的账号管理员。", lack->zh),
                       arena_printf(x->arena, "The identity provider vouches for you, but names %s that this service does not know in that district. Ask whoever manages your account.", lack->en));
    return problem(x, "not_provisioned", arena_printf(x->arena, "身份提供方已确认您的身份，但没有给出可用于本服务的%s。请联系本单位的账号管理员。", lack->zh),
                   arena_printf(x->arena, "The identity provider vouches for you, but does not give you %s of this service. Ask whoever manages your account.", lack->en));
}

static bool find_person(struct exchange *x, const struct vouch *vouch, struct db_result **ret_result)
{
    char new_id[UUID_SIZE]; /* of the person; the exchange's own is for what it makes itself */
    uuid_make(new_id);
    const struct named values[] = {
        {"district", vouch->district}, {"issuer", vouch->provider->issuer}, {"subject", vouch->subject}, {"name", vouch->name},
        {"display_name", vouch->display_name}, {"role", vouch->role}, {"street", vouch->street}, {"community", vouch->community}, {"firm", vouch->firm},
        {"issued_at", arena_printf(x->arena, "%lld", (long long)vouch->issued_at)}, {"new_id", arena_strdup(x->arena, new_id)}, {"now", x->now}, {"today", x->today},
        {"remote", x->remote}, {"request_id", x->request_id}, {NULL, NULL},
    };
    struct db_step step = internal_step(x, &internal_vouchedPerson, values);
    return run_internal(x, DB_AUTH, true, &step, 1, ret_result);
}

/* A person without an answer yet was being made by another request: the second look finds it. */
static bool find_person_surely(struct exchange *x, const struct vouch *vouch, struct db_result **ret_result)
{
    if (!find_person(x, vouch, ret_result))
        return false;
    const char *standing = db_result_text(*ret_result, x->arena, 0, 0, "standing");
    return standing && strcmp(standing, "again") == 0 ? find_person(x, vouch, ret_result) : true;
}

enum vouched admit_vouched(struct exchange *x, const struct verified *verified)
{
    const struct vouch *vouch = &verified->vouch;
    struct db_result *result;
    unsigned left, reset;
    if (vouch->missing)
        return not_provisioned(x, vouch->missing, false) ? VOUCHED_AS_PUBLIC : VOUCHED_ANSWERED;
    if (!limiter_take(x->service->limiter, arena_printf(x->arena, "vouch:%s", vouch->name), &left, &reset)) {
        http_setf(x->answer, "Retry-After", "%u", reset);
        problem(x, "too_many_requests", NULL, NULL);
        return VOUCHED_ANSWERED;
    }
    if (!find_person_surely(x, vouch, &result))
        return VOUCHED_ANSWERED;
    const char *standing = db_result_text(result, x->arena, 0, 0, "standing"), *missing = db_result_text(result, x->arena, 0, 0, "missing");
    if (missing)
        return not_provisioned(x, missing, true) ? VOUCHED_AS_PUBLIC : VOUCHED_ANSWERED;
    if (!standing || strcmp(standing, "active") != 0 || !principal_read(x, result, 0, &x->principal))
        return VOUCHED_REFUSED;
    token_admit(x->service->ring, verified, &x->principal);
    return VOUCHED_ADMITTED;
}
