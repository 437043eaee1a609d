#pragma once
/* What the files of this folder know of one another. */
#include "api/exchange.h"

/* The steps, in order (pipeline.c). */
bool find_operation(struct exchange *exchange);
bool admit(struct exchange *exchange);
bool authenticate(struct exchange *exchange);
bool certify(struct exchange *exchange);
bool authorise(struct exchange *exchange);
bool negotiate(struct exchange *exchange);
bool read_params(struct exchange *exchange);
bool read_body(struct exchange *exchange);
bool run(struct exchange *exchange);

/* May the file that comes with these headers be taken? Answered before any of it has arrived. */
bool takes_file(void *service, const struct http_request *head);
/* What an exchange knows before its first step: ids, clock, address, language. */
void exchange_prepare(struct exchange *x);
/* Everything from request to answer; the one function HTTP calls. */
void handle(void *service, const struct http_request *request, struct http_answer *answer);

/* values.c: what the operation's placeholders are bound to. */
const char **bind_values(struct exchange *exchange); /* NULL: personal data could not be sealed or masked */
uint32_t conditions_that_hold(struct exchange *exchange, const char *const *values);

/* page.c */
bool answer_page(struct exchange *exchange, struct db_result *result, size_t step, int64_t total);
const char *cursor_scope(struct exchange *exchange);
/* one.c: the row as JSON text in `out`; *ret_status, *ret_problem, *ret_version from '!' columns and `version`. */
struct one { int status; const char *problem, *version, *id, *place, *location; };
bool write_one(struct exchange *exchange, struct db_result *result, size_t step, struct buffer *out, struct one *ret_one);
/* Address of what was made; NULL where the operation has none. */
const char *location_of(struct exchange *exchange, const char *place);
bool answer_one(struct exchange *exchange, struct db_result *result, size_t step);
/* detail.c: what the audit keeps of the body, as JSON text; NULL = there is none */
const char *audit_detail(struct exchange *exchange);
/* Is a member of this name a password, a secret or a token? */
bool is_secret(const char *name);
/* Is the member at this place of the body personal data? Members of a list's items stand under the list's own pointer. */
bool is_sealed(const struct operation *operation, const char *pointer);
/* values.c: where the statement asks for it, the id of what is made is one that does not tell when */
void blind_id(struct exchange *exchange);
/* steps.c: one more refusal of this address; who keeps coming is stopped */
void count_refused(struct exchange *exchange);
/* batch.c */
bool run_batch(struct exchange *exchange);
/* keyed.c: a write under an Idempotency-Key */
bool run_keyed(struct exchange *exchange);
const char *keyed_write(struct exchange *exchange, struct connection *connection, const char *key, struct buffer *out, struct one *ret_one, bool *ret_replayed);
/* gauges.c */
struct gauges *gauges_new(struct nodes *nodes);
void gauges_free(struct gauges *gauges);
void gauges_write(struct service *service, struct buffer *out);
/* background.c: until nothing is at work; false when something still is after that time */
bool background_wait(struct service *service, int64_t longest_us);
/* download.c */
bool answer_download(struct exchange *exchange);

/* run.c: how many rows a list has; -1 when that cannot be said */
int64_t count_rows(struct exchange *exchange);
bool limit_was_given(const char *query);

struct connection *borrow(struct exchange *exchange, struct pool *pool); /* NULL = answered */
/* Who asks, on a connection of that role. */
struct db_caller caller_as(const struct exchange *exchange, enum db_role role);
enum db_role database_role(const struct exchange *exchange);
struct db_step main_step(struct exchange *exchange, const char *const *values);

/* access.c */
struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);
void access_log(struct exchange *exchange, int status, size_t bytes);
/* limiter.c */
struct limiter *limiter_new(unsigned per_minute, unsigned burst);
void limiter_free(struct limiter *limiter);
unsigned limiter_burst(const struct limiter *limiter);
unsigned limiter_per_minute(const struct limiter *limiter);
/* names.c: the version of the names that the caller's statement may leave to us, held until the exchange ends; NULL = it is to look them up */
struct names_book *names_book_new(void);
void names_book_free(struct names_book *book);
const char *names_version(struct exchange *exchange);
/* Are they still what the database has? False: the statement is to be run again, without them. Then the shape and the rows to write; a row is NULL where it refers to what is not known. */
bool names_stand(struct exchange *exchange, struct db_result *result, size_t step);
const struct shape *names_shape(const struct exchange *exchange, const struct shape *shape);
const struct cell *names_row(struct exchange *exchange, const struct cell *cells);
/* run.c: again, with the names looked up */
bool run_unnamed(struct exchange *exchange);
/* waits.c */
struct waits *waits_new(void);
void waits_free(struct waits *waits);
unsigned waits_count(struct waits *waits);
/* gate.c */
struct gate *gate_new(unsigned width);
void gate_free(struct gate *gate);
/* cors.c: true when it was a preflight and is answered */
bool cors(struct exchange *exchange);
/* When the answer is made: what needs no token may be read by pages of more origins. */
void cors_public(struct exchange *exchange);
/* Tells whoever used what is deprecated so, and until when it is there. Called once the answer is known. */
void say_farewell(struct exchange *exchange);
/* answer.c: is it what anybody reads, without saying who he is? The same for all who ask. */
bool is_public_read(const struct exchange *exchange);
/* Say that caches may keep it if it is; else what is said otherwise. */
void answer_kept_by(struct exchange *exchange, const char *otherwise);
/* remote.c */
const char *remote_address(struct exchange *exchange);
bool is_trusted_proxy(void *service, const char *address);
/* process.c: what the operating system and the allocator say of this process */
void process_write(struct buffer *out);
/* Before there are other threads: what is free goes back to the system. */
void process_bound_heap(void);
/* Open files for so many connections, as far as the system lets us; how many there may be now. */
size_t process_allow_files(size_t wanted);
/* vouched.c: whom a provider's token is here */
enum vouched {
    VOUCHED_ADMITTED, VOUCHED_AS_PUBLIC, /* principal is set */
    VOUCHED_REFUSED,  /* the person is disabled, or the token is older than one that says otherwise */
    VOUCHED_ANSWERED  /* with a problem */
};
enum vouched admit_vouched(struct exchange *exchange, const struct verified *verified);
/* signed.c */
bool authenticate_signed(struct exchange *exchange);
