#pragma once
/* DESIGN. A list that is read while no request waits: the operation's own statement and writer, with the parameters checked as the request's would be, as a caller who is known already. It is the
 * download of the list with another reader, so that a file and an answer cannot come apart. Threads: an errand is of one; a service of errands too. */
#include <jansson.h>
#include "api/operation.h"
#include "auth/token.h"
#include "base/arena.h"
#include "base/config.h"
#include "db/db.h"
#include "represent/writer.h"

struct exchange;
struct service;

/* The list of that operationId; NULL = there is none. */
const struct operation *errand_list(const char *id);
/* Its parameters out of a JSON object; *ret_query as they would stand in an address. True when no fault was added; faults point into "/parameters". */
bool errand_parameters(const struct operation *list, const json_t *given, const char ***ret_values, const char **ret_query, struct faults *faults) __attribute__((warn_unused_result));

/* What errands of one thread need: rows come over `rows`, what is asked beside them over `notes`. */
struct service *errand_service(const struct config *config, struct pool *rows, struct pool *notes) __attribute__((warn_unused_result));
void errand_service_free(struct service *service);

struct errand_order {
    const struct operation *list;
    const json_t *parameters; /* outlives the errand */
    enum representation representation;
    struct principal principal;
    const char *request_id;
};
struct errand;
/* NULL = no memory. */
struct errand *errand_new(struct service *service, const struct errand_order *order) __attribute__((warn_unused_result));
/* How many rows there are to be; -1 when that cannot be said. */
int64_t errand_count(struct errand *errand);
/* False: errand_problem() says why. */
bool errand_begin(struct errand *errand) __attribute__((warn_unused_result));
/* Up to `room` bytes; 0 = the end, -1 = broken off. */
ssize_t errand_more(struct errand *errand, char *out, size_t room);
/* Written so far. */
uint64_t errand_rows(const struct errand *errand);
/* Code of the problem; "" = none. */
const char *errand_problem(const struct errand *errand);
void errand_free(struct errand *errand);
