#pragma once
/* One request and what becomes of it. Steps and hooks take an exchange and return true to go on; one that returns false has
 * already answered. Everything of an exchange lives in its arena. */
#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include "api/operation.h"
#include "contract/cursor.h"
#include "auth/secret.h"
#include "auth/token.h"
#include "base/arena.h"
#include "base/config.h"
#include "base/network.h"
#include "base/uuid.h"
#include "db/db.h"
#include "http/server.h"
#include "represent/writer.h"

struct gate;
struct key_watch;
struct metrics;
struct names;
struct names_book;
struct naming;
struct gauges;
struct limiter;
struct routes;
struct waits;
struct stream;

/* What all exchanges share; const after start but for what guards itself. */
struct service {
    const struct config *config;
    struct pool *pool;
    struct pool *exports;       /* its own connections: a slow reader of a long export holds none that answers others */
    struct pool *imports;       /* likewise: a large file is hours of work for one */
    struct pool *reads;         /* at standbys, for what may be stale (operation.stale); NULL = there are none */
    struct nodes *nodes, *standbys; /* where the pools log in */
    struct key_ring *ring;
    struct providers *providers;  /* other identity providers */
    struct fetcher *fetcher;
    struct key_watch *watch;      /* their keys */
    struct seal_ring seals;
    struct arena *arena;        /* of the service's own life */
    struct http_server *http;
    struct metrics *metrics;
    struct gauges *gauges;
    struct limiter *limiter, *login_limiter;
    struct routes *routes;
    unsigned char cursor_key[32], phone_key[32], body_key[32];
    _Atomic bool stopping;
    struct names_book *names;   /* of estates and firms, by district */
    struct waits *waits;   /* who waits for something to happen (wait=) */
    _Atomic unsigned background; /* threads at work for requests that are answered already */
    _Atomic int64_t keys_read_us, keys_tried_us;
    _Atomic bool keys_busy, keys_healthy;
    struct gate *hashing;       /* how many password hashes run at once */
    const char *signing_key;    /* private JWK of the key that signs now; NULL = none live. Guarded by keys_lock */
    pthread_mutex_t keys_lock;
    int64_t started_us;
};

struct exchange {
    struct service *service;
    const struct http_request *request;
    struct http_answer *answer;
    struct arena *arena;
    const struct operation *operation;
    const char *remote;                /* numeric address of the client, past trusted proxies */
    char holder[NETWORK_HOLDER_SIZE];  /* whom it stands for where callers are counted */
    char request_id[80];
    char new_id[UUID_SIZE];
    char now[40], today[12];
    bool english;                      /* language of problems */
    enum representation representation;
    struct principal principal;        /* role TOKEN_PUBLIC without a token */
    bool identified;
    const char **parameters;           /* text by operation->parameters; NULL = absent */
    json_t *body;
    const char *body_text;             /* canonical: sorted, compact */
    char body_hash[65];
    const char *after_key, *after_id, *limit, *if_version;
    const char *idempotency_key;
    struct names *names;               /* that the statement leaves to us; NULL = it looks them up */
    struct naming *naming;             /* of its result */
    bool unnamed;                      /* it shall look them up */
    const char *problem_code;          /* of the refusal, for the log */
    const struct faults *faults;       /* what a statement's refusal says of the body; NULL = nothing */
    const char *rule;                  /* the rule that a refusal goes by, by name; NULL = not said */
    const char *standing;              /* the state that stands, of a thing that could not be moved; NULL = not said */
    uint64_t database_us;
    unsigned stale_s;                  /* what was read may be so old, rounded up; 0 = it is the primary's */
    uint64_t rows;                     /* of a download, so far */
    bool streaming;                    /* the stream owns the arena now */
    struct stream *sink;               /* of an errand (errand.h), which nobody is answered: it takes the stream; NULL = a request's */
    char detail[200];                  /* for our log only */
};

/* The refusal. Details may be NULL: the code's own explanation stands. Always false. */
bool problem(struct exchange *exchange, const char *code, const char *zh, const char *en);
bool problem_faults(struct exchange *exchange, const char *code, const struct faults *faults);
/* The same as a JSON value, for an item of a batch. */
json_t *problem_value(struct exchange *exchange, const char *code, const struct faults *faults);
int problem_status(const char *code);
/* What the database's refusal means for the client. `result` may be NULL. Always false. */
bool problem_outcome(struct exchange *exchange, enum db_outcome outcome, const struct db_result *result);
const char *problem_code_of(struct exchange *exchange, enum db_outcome outcome, const struct db_result *result);
/* The same of the last call on a connection, for what gives no result. */
bool problem_outcome_last(struct exchange *exchange, enum db_outcome outcome, const struct connection *connection);
const char *problem_code_last(struct exchange *exchange, enum db_outcome outcome, const struct connection *connection);

const char *parameter(const struct exchange *exchange, const char *name); /* NULL = absent */
/* A string member of the body; NULL = absent or null. */
const char *body_member(const struct exchange *exchange, const char *name);
/* Overwrite a string member. */
void member_wipe(const json_t *body, const char *name);

/* Bind an internal statement's placeholders by name; names and values end with NULL name. */
struct named { const char *name, *value; };
struct db_step internal_step(struct exchange *exchange, const struct internal_statement *internal, const struct named *values);
/* For a hook: run the operation's own statement, bound to the body as the hook leaves it, and answer with its row, or with its page in the representation asked for; under the
 * caller's Idempotency-Key if there is one. */
bool run_statement(struct exchange *exchange);
/* For the hook of a page: all its rows as a file that `rows` writes, in the representation asked for, in constant memory. begin() is told the shape, which outlives it, and gives the thing that
 * the others take; NULL is our bug. release() is called once, also when nothing was begun. */
struct rows_writer {
    void *(*begin)(const void *plan, const struct shape *shape, struct buffer *out);
    void (*row)(void *thing, const struct cell *cells, struct buffer *out);
    void (*end)(void *thing, struct buffer *out);
    void (*release)(void *thing);
    const void *plan; /* lives in the arena */
    void *thing;
};
bool answer_rows(struct exchange *exchange, const struct rows_writer *rows);
/* Before a hook changes the body: what an Idempotency-Key stands for is the body as it came. */
bool hash_body(struct exchange *exchange);
/* For a hook whose answer must be kept nowhere: one write and its audit, under the caller's Idempotency-Key if there is one. The rows of the write are those of
 * ret_written->step; a write that found nothing or says a "!problem" is undone with its claim, and is the hook's to answer. A repeat is answered
 * already_done, another body under the same key idempotency_mismatch. False = answered. */
struct written { struct db_result *result; size_t step; };
bool run_once(struct exchange *exchange, enum db_role role, const struct db_step *write, const char *target, struct written *ret_written);
/* Was it done before under this key? For a hook whose repeat would fail before it comes to its write. False = answered. */
bool not_yet_done(struct exchange *exchange, enum db_role role);
/* A trip of its own connection: from a standby where the operation may be stale for this caller; else, or where that does not have it, from the primary. *ret_result
 * stays untouched when there is no connection to be had. */
enum db_outcome run_trip(struct exchange *exchange, enum db_role role, const struct db_trip *trip, struct db_result **ret_result) __attribute__((warn_unused_result));
/* Run steps as a role of our own choosing, in one trip; false = answered. run_planned(): each time planned for its very values. */
bool run_planned(struct exchange *exchange, enum db_role role, const struct db_step *step, struct db_result **ret_result);
bool run_internal(struct exchange *exchange, enum db_role role, bool writes, const struct db_step *steps, size_t count, struct db_result **ret_result);
/* Who a row of users or clients is (id, name, role, district_code, … of the step's first row); false when the role is none. */
bool principal_read(struct exchange *exchange, struct db_result *result, size_t step, struct principal *ret_principal);
struct db_step audit_step(struct exchange *exchange, const char *target, const char *reason);
struct db_caller exchange_caller(const struct exchange *exchange);

/* Answer with a JSON value (stolen) or text. Always true. */
bool answer_json(struct exchange *exchange, int status, json_t *value);
bool answer_bytes(struct exchange *exchange, int status, const char *type, const void *data, size_t length);
/* Set ETag over the body and turn a match with If-None-Match into 304. */
void answer_etag(struct exchange *exchange, const char *version);
/* The same with a tag that is known (quoted), for a 200 that has not been written yet. True: the client has it, and 304 is the answer. */
bool answer_tag(struct exchange *exchange, const char *tag);
/* A body made while it is sent, whose status and headers are set. more() fills up to `room` bytes; 0 = end, -1 = it is broken off. It runs when the handler is
 * over: what it needs lives in the arena, and nothing can be answered any more. release() is called once. `length` 0: not known. Always true. */
struct stream {
    ssize_t (*more)(void *thing, char *out, size_t room);
    void (*release)(void *thing);
    void *thing;
    uint64_t length;
};
bool answer_stream(struct exchange *exchange, const struct stream *stream);
/* The first row of a step as the answer, with what its '!' columns say; as answers of a statement are. */
bool answer_row(struct exchange *exchange, struct db_result *result, size_t step, int status);
/* Run it in a thread of its own, which must leave off soon once service->stopping is true. */
bool background_start(struct service *service, void (*run)(void *thing), void *thing) __attribute__((warn_unused_result));
/* Read the signing keys again when they are older than `age_us`; false when the database is away. */
bool keys_refresh(struct service *service, int64_t age_us);
/* May this caller wait for something to happen? So many may in all, and so many of them for one caller. Whoever was let in says when it is over. */
bool wait_enter(struct exchange *exchange) __attribute__((warn_unused_result));
void wait_leave(struct exchange *exchange);
/* A gate lets so many through at once; the next one waits up to `wait_ms`. */
bool gate_enter(struct gate *gate, unsigned wait_ms) __attribute__((warn_unused_result));
void gate_leave(struct gate *gate);
/* Prometheus text of everything counted. */
void metrics_write(struct service *service, struct buffer *out);
/* Take one; false when there is none. */
bool limiter_take(struct limiter *limiter, const char *key, unsigned *ret_left, unsigned *ret_reset_s);
/* Put one back that was taken. */
void limiter_give(struct limiter *limiter, const char *key);
/* Is there none left? Takes nothing. */
bool limiter_spent(struct limiter *limiter, const char *key, unsigned *ret_reset_s);
