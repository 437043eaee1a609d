#pragma once
/* Operations that one SQL statement cannot express. Each answers; the return value is that of a step. */
#include <stdbool.h>

struct exchange;

bool issue_token(struct exchange *exchange);      /* POST /v1/auth/token */
bool get_jwks(struct exchange *exchange);         /* GET /v1/auth/jwks.json */
bool reveal_complaint(struct exchange *exchange); /* POST /v1/complaints/{id}/reveal */
bool get_health(struct exchange *exchange);
bool get_ready(struct exchange *exchange);
bool get_metrics(struct exchange *exchange);
bool get_openapi(struct exchange *exchange);
bool get_docs(struct exchange *exchange);
bool get_docs_file(struct exchange *exchange);
bool get_problem(struct exchange *exchange);
bool get_template(struct exchange *exchange);     /* GET /v1/templates/{register} */
