#pragma once
#include "api/exchange.h"

struct routes *routes_new(void) __attribute__((warn_unused_result));
void routes_free(struct routes *routes);

enum route_found { ROUTE_NONE, ROUTE_BAD_PATH, ROUTE_OTHER_METHOD, ROUTE_FOUND };
/* Match a raw path. On ROUTE_FOUND *ret_operation is set and path parameters stand in ret_values (one slot for each parameter of
 * the operation, of which there are at most ROUTE_VALUES). On ROUTE_OTHER_METHOD `allow` holds the methods there are. */
#define ROUTE_VALUES 8
#define ROUTE_ALLOW 64
enum route_found route(struct routes *routes, struct arena *arena, const char *method, const char *path,
                       const struct operation **ret_operation, const char *ret_segments[ROUTE_VALUES], char allow[ROUTE_ALLOW]);
