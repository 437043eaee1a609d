#include "private.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "auth/secret.h"
#include "auth/token.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"

#define LIFETIME_MAX 86400

static const char who_sql[] =
    "select id::text, role, street_code, community_code, firm_id::text as firm_id, token_epoch::text as epoch from users "
    "where district_code = $1 and name = $2 and state = 'active' "
    "union all select id::text, role, null, null, null, token_epoch::text from clients where district_code = $1 and name = $2 and state = 'active' and role <> 'front_end'";

struct wish {
    const char *district, *street, *community, *firm, *name, *role;
    int64_t lifetime;
    bool rotate;
    char slot; /* of a webhook secret: '1' or '2'; 0 = none is wished for */
};

/* In the order of enum token_role. */
static const char *const roles[] = {"district", "street", "community", "company", "hotline", "platform"};

static bool copy(char *out, size_t room, const char *text)
{
    return (size_t)snprintf(out, room, "%s", text ? text : "") < room;
}

static bool role_read(const char *name, enum token_role *ret_role)
{
    for (size_t i = 0; name && i < sizeof roles / sizeof *roles; i++) {
        if (strcmp(roles[i], name) == 0) {
            *ret_role = (enum token_role)i;
            return true;
        }
    }
    return false;
}

/* A user or client that is there: its role and scope are the database's, not the caller's. */
static bool existing(struct invocation *invocation, struct admin *admin, const struct wish *wish, struct principal *principal)
{
    const char *values[] = {wish->district, wish->name};
    struct admin_rows *rows;
    if (!admin_query(admin, who_sql, values, 2, &rows))
        return false;
    bool fine = admin_rows_count(rows) == 1;
    if (!fine)
        buffer_printf(&invocation->trouble, "%s@%s: no active user or client is called so\n", wish->name, wish->district);
    else
        fine = role_read(admin_rows_text(rows, 0, "role"), &principal->role)
            && text_to_int64(admin_rows_text(rows, 0, "epoch"), &principal->epoch)
            && copy(principal->user, sizeof principal->user, admin_rows_text(rows, 0, "id"))
            && copy(principal->name, sizeof principal->name, wish->name)
            && copy(principal->district, sizeof principal->district, wish->district)
            && copy(principal->street, sizeof principal->street, admin_rows_text(rows, 0, "street_code"))
            && copy(principal->community, sizeof principal->community, admin_rows_text(rows, 0, "community_code"))
            && copy(principal->firm, sizeof principal->firm, admin_rows_text(rows, 0, "firm_id"));
    admin_rows_free(rows);
    return fine;
}

/* A scope made up for trying things out; its user exists nowhere. */
static bool made_up(struct invocation *invocation, const struct wish *wish, struct principal *principal)
{
    bool fine = role_read(wish->role, &principal->role)
        && copy(principal->name, sizeof principal->name, wish->name ? wish->name : "wuye-token")
        && copy(principal->district, sizeof principal->district, wish->district)
        && copy(principal->street, sizeof principal->street, wish->street)
        && copy(principal->community, sizeof principal->community, wish->community)
        && copy(principal->firm, sizeof principal->firm, wish->firm);
    if (fine && wish->firm && !uuid_is(wish->firm, strlen(wish->firm)))
        fine = false;
    uuid_make(principal->user);
    if (!fine)
        buffer_add_text(&invocation->trouble, "the scope is not one: --role is district, street, community, company, hotline or platform, codes are division codes, --firm a UUID\n");
    return fine;
}

static bool mint(struct invocation *invocation, struct admin *admin, const struct wish *wish)
{
    struct principal principal = {0};
    const char *key;
    if (!(wish->role ? made_up(invocation, wish, &principal) : existing(invocation, admin, wish, &principal))
        || !signing_key_live(invocation, admin, &key))
        return false;
    if (!key) {
        buffer_add_text(&invocation->trouble, "there is no signing key: run wuye migrate\n");
        return false;
    }
    const struct config *config = invocation->config;
    int64_t lifetime = wish->lifetime ? wish->lifetime : config_number(config, "access_token_s");
    char *token = token_sign(invocation->arena, key, config_text(config, "token_issuer"), config_text(config, "token_audience"),
                             &principal, clock_now_us() / 1000000, lifetime);
    if (!token) {
        buffer_add_text(&invocation->trouble, "the token could not be signed\n");
        return false;
    }
    puts(token);
    return true;
}

static const char client_sql[] = "select id::text from clients where district_code = $1 and name = $2 and state = 'active'";
/* A client has two secrets: while one is changed the other goes on serving. */
static const char first_slot_sql[] = "update clients set webhook_secret = decode($3, 'hex'), webhook_secret_key = $4, updated_at = now(), version = version + 1 "
    "where district_code = $1 and name = $2 returning 1";
static const char second_slot_sql[] = "update clients set webhook_secret_2 = decode($3, 'hex'), webhook_secret_2_key = $4, updated_at = now(), version = version + 1 "
    "where district_code = $1 and name = $2 returning 1";

static bool new_webhook_secret(struct invocation *invocation, struct admin *admin, const struct wish *wish)
{
    const char *values[4] = {wish->district, wish->name};
    struct admin_rows *rows;
    struct seal_ring ring;
    char secret[WEBHOOK_SECRET_SIZE];
    if (!admin_query(admin, client_sql, values, 2, &rows))
        return false;
    bool there = admin_rows_count(rows) == 1;
    bool first = wish->slot == '1';
    const char *context = there ? arena_printf(invocation->arena, "client:%s:%s", admin_rows_text(rows, 0, "id"), first ? "webhook_secret" : "webhook_secret_2") : "";
    admin_rows_free(rows);
    if (!there || !seal_ring_read(invocation->arena, config_text(invocation->config, "seal_keys"), &ring)) {
        buffer_printf(&invocation->trouble, "%s@%s: no active client is called so, or seal_keys is not understood\n", wish->name, wish->district);
        return false;
    }
    webhook_secret_make(secret);
    size_t length = 0;
    unsigned char *blob = seal(invocation->arena, &ring, context, secret, strlen(secret), &length);
    if (!blob)
        return false;
    char *hex = arena_alloc(invocation->arena, 2 * length + 1);
    text_hex(blob, length, hex);
    values[2] = hex;
    values[3] = ring.keys[0].id;
    if (!admin_query(admin, first ? first_slot_sql : second_slot_sql, values, 4, &rows))
        return false;
    admin_rows_free(rows);
    puts(secret);
    return true;
}

static bool wish_read(struct invocation *invocation, struct wish *wish)
{
    static const struct option options[] = {
        {"district", required_argument, NULL, 'd'}, {"street", required_argument, NULL, 's'}, {"community", required_argument, NULL, 'c'},
        {"firm", required_argument, NULL, 'f'}, {"name", required_argument, NULL, 'n'}, {"role", required_argument, NULL, 'r'},
        {"lifetime", required_argument, NULL, 'l'}, {"rotate-keys", no_argument, NULL, 'R'}, {"webhook-secret", required_argument, NULL, 'w'}, {0}};
    int option;
    while ((option = getopt_long(invocation->argc, invocation->argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'd': wish->district = optarg; break;
        case 's': wish->street = optarg; break;
        case 'c': wish->community = optarg; break;
        case 'f': wish->firm = optarg; break;
        case 'n': wish->name = optarg; break;
        case 'r': wish->role = optarg; break;
        case 'R': wish->rotate = true; break;
        case 'w': wish->slot = strcmp(optarg, "1") == 0 || strcmp(optarg, "2") == 0 ? *optarg : 'x'; break;
        case 'l':
            if (text_to_int64(optarg, &wish->lifetime) && wish->lifetime > 0 && wish->lifetime <= LIFETIME_MAX)
                break;
            buffer_printf(&invocation->trouble, "--lifetime is from 1 to %d seconds\n", LIFETIME_MAX);
            return false;
        default: return false;
        }
    }
    if (wish->slot == 'x')
        return false;
    return optind == invocation->argc && (wish->rotate || wish->role || (wish->district && wish->name));
}

int command_token(struct invocation *invocation)
{
    struct wish wish = {0};
    struct admin *admin;
    if (!wish_read(invocation, &wish))
        return misuse(invocation);
    if (!owner_open(invocation, &admin))
        return FAILED;
    bool fine;
    if (wish.rotate) {
        fine = signing_key_add(invocation, admin);
        if (fine)
            puts("a new key signs from now on; servers take it up within minutes");
    } else if (wish.slot) {
        fine = new_webhook_secret(invocation, admin, &wish);
    } else {
        fine = mint(invocation, admin, &wish);
    }
    admin_close(admin);
    return fine ? 0 : FAILED;
}
