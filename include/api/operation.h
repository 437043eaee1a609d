#pragma once
/* The operation table: what openapi/generate.py makes of the contract. Const data, never code. */
#include "contract/parameter.h"
#include "contract/schema.h"
#include "db/statement.h"

struct exchange;

/* Bits of x-roles, in the order of enum db_role. */
enum role_bit {
    ROLE_DISTRICT = 1, ROLE_STREET = 2, ROLE_COMMUNITY = 4, ROLE_COMPANY = 8, ROLE_HOTLINE = 16, ROLE_PLATFORM = 32,
    ROLE_PUBLIC = 64 /* no token needed; whoever has one comes as what it says */
};

enum answer_kind { ANSWER_NONE, ANSWER_ONE, ANSWER_PAGE, ANSWER_HOOK };
enum body_kind { BODY_NONE, BODY_JSON, BODY_MERGE_PATCH, BODY_FORM, BODY_FILE /* spooled to a file: http_request.file */ };

/* Where a placeholder's value comes from. */
enum value_source {
    FROM_PARAMETER, /* index: parameter */
    FROM_BODY,      /* pointer: JSON pointer into the body; absent and null are SQL null; objects and arrays as JSON text */
    FROM_SEALED,    /* pointer: the sealed form, a bytea literal (\x…), of x-sealed */
    FROM_MASKED,    /* pointer: the text with personal data masked, of x-sealed */
    FROM_HASHED,    /* pointer: keyed hash (hex) of the normalised value, of x-sealed */
    FROM_BUILTIN    /* index: enum builtin */
};
enum builtin {
    BUILTIN_NEW_ID,      /* :'new_id' UUIDv7 made for this request (this batch item) */
    BUILTIN_BLIND_ID,    /* :'blind_id' the same of version 4, for what must not tell when it was made; then :'new_id' is it too */
    BUILTIN_NOW,         /* :'now' RFC 3339 */
    BUILTIN_TODAY,       /* :'today' date in Asia/Shanghai */
    BUILTIN_LIMIT,       /* :'limit' page size + 1 */
    BUILTIN_AFTER_KEY,   /* :'after_key' sort value of the cursor */
    BUILTIN_AFTER_ID,    /* :'after_id' id of the cursor */
    BUILTIN_IF_VERSION,  /* :'if_version' from If-Match */
    BUILTIN_BODY,        /* :'body' the whole body as JSON text (canonical: sorted keys, compact) */
    BUILTIN_BODY_HASH,   /* :'body_hash' SHA-256 (hex) of the canonical body */
    BUILTIN_USER_ID, BUILTIN_CLIENT, /* :'user_id' uuid of user or client; :'client' its name */
    BUILTIN_ROLE, BUILTIN_DISTRICT, BUILTIN_STREET, BUILTIN_COMMUNITY, BUILTIN_FIRM, /* the caller's scope, '' → null */
    BUILTIN_REQUEST_ID,
    BUILTIN_SEAL_KEY,    /* :'seal_key' id of the key that seals now */
    BUILTIN_NAMES,       /* :'names' version of the names of estates and firms that the service knows; null where the statement is to look them up */
    BUILTIN_COUNT
};
struct value {
    enum value_source source;
    int16_t index;
    const char *pointer;
};
/* A condition of `-- if …`: the value is there (and equals). `-- if cursor`, `-- if limit` are conditions on builtins. */
struct condition {
    int16_t value;       /* index into values */
    const char *equals;  /* NULL = any */
};
struct problem_map { const char *constraint; const char *code; }; /* x-problems; status comes with the code */

struct sealed_property { const char *pointer; bool seal, mask, hash; };

struct operation {
    const char *id;
    const char *method;
    const char *path;      /* template */
    unsigned roles;
    const struct parameter *parameters; size_t parameter_count;
    enum body_kind body_kind;
    bool body_required;
    const char *const *media;           /* of a file: the types taken, ended by NULL */
    const struct schema *body;          /* for a batch-capable one: oneOf[0] the item, batch = true */
    bool batch;                         /* an array of up to 500 items is accepted too */
    const struct sealed_property *sealed; size_t sealed_count;
    const struct value *values; size_t value_count;
    const struct condition *conditions; size_t condition_count;
    const struct problem_map *problems; size_t problem_count;
    const struct statement *statement;  /* NULL with a hook alone */
    const struct statement *count;      /* select count(*) over the same statement; NULL where there is no parameter count */
    bool (*hook)(struct exchange *exchange);
    enum answer_kind answer;
    int status;                         /* of success */
    const char *location;               /* "/v1/hotline/tickets/{id}" on 201: filled from the row's id; NULL = none */
    bool writes;                        /* method is not GET */
    bool keyed;                         /* takes an Idempotency-Key */
    unsigned stale;                     /* bits of the roles that may be answered from a standby (x-stale) */
    unsigned formats;                   /* bits 1 << enum representation */
    const struct farewell *farewell;    /* NULL = it stays */
};

extern const struct operation operations[];
extern const size_t operation_count;

/* Problem codes (openapi/problems/): code, status, titles, explanation, what to do. */
struct problem_code { const char *code; int status; const char *zh, *en; const char *about_zh, *about_en; const char *todo_zh, *todo_en; };
extern const struct problem_code problem_codes[];
extern const size_t problem_code_count;

/* The number of the last migration this program carries: an older database is not ready for it. */
extern const int schema_version;

/* The bundled contract as served. */
extern const unsigned char openapi_json[];
extern const size_t openapi_json_length;
