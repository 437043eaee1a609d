#pragma once
/* Operations that one SQL statement cannot express. Each answers; the return value is that of a step. */
#include <stdbool.h>

struct exchange;

bool issue_token(struct exchange *exchange);      /* POST /v1/auth/token */
bool get_jwks(struct exchange *exchange);         /* GET /v1/auth/jwks.json */
bool create_user(struct exchange *exchange);      /* POST /v1/users */
bool set_user_password(struct exchange *exchange); /* POST /v1/users/{id}/set-password */
bool change_own_password(struct exchange *exchange); /* POST /v1/me/password */
bool create_client(struct exchange *exchange);    /* POST /v1/clients */
bool create_client_key(struct exchange *exchange); /* POST /v1/clients/{id}/keys */
bool reveal_complaint(struct exchange *exchange); /* POST /v1/complaints/{id}/reveal */
bool create_complaint_attachment(struct exchange *exchange); /* POST /v1/complaints/{id}/attachments */
bool create_posting_attachment(struct exchange *exchange);   /* POST /v1/money/postings/{id}/attachments */
bool create_issue_attachment(struct exchange *exchange);     /* POST /v1/issues/{id}/attachments */
bool create_inspection_attachment(struct exchange *exchange); /* POST /v1/inspections/{id}/attachments */
bool get_attachment_content(struct exchange *exchange); /* GET /v1/attachments/{id}/content */
bool read_hotline_updates(struct exchange *exchange);    /* GET /v1/hotline/updates */
bool read_exchange_changes(struct exchange *exchange);    /* GET /v1/exchange/changes */
bool create_webhook_endpoint(struct exchange *exchange); /* POST /v1/webhook-endpoints */
bool update_webhook_endpoint(struct exchange *exchange); /* PATCH /v1/webhook-endpoints/{id} */
bool create_webhook_secret(struct exchange *exchange);   /* POST /v1/webhook-endpoints/{id}/secrets */
bool create_export(struct exchange *exchange);    /* POST /v1/exports */
bool get_export_content(struct exchange *exchange); /* GET /v1/exports/{id}/content */
bool create_import(struct exchange *exchange);    /* POST /v1/imports */
bool get_credit_report(struct exchange *exchange); /* GET /v1/firms/{id}/credit-report */
bool get_health(struct exchange *exchange);
bool get_ready(struct exchange *exchange);
bool get_metrics(struct exchange *exchange);
bool get_openapi(struct exchange *exchange);
bool get_docs(struct exchange *exchange);
bool get_docs_file(struct exchange *exchange);
bool get_problem(struct exchange *exchange);
bool list_issue_ledger(struct exchange *exchange); /* GET /v1/ledgers/issues */
bool get_bulletin(struct exchange *exchange);      /* GET /v1/bulletins/{period} */
bool get_template(struct exchange *exchange);     /* GET /v1/templates/{register} */
bool get_exchange_manifest(struct exchange *exchange);      /* GET /v1/exchange/months/{month}/manifest */
bool get_exchange_signature(struct exchange *exchange);     /* GET /v1/exchange/months/{month}/signature */
bool get_exchange_part(struct exchange *exchange);          /* GET /v1/exchange/months/{month}/parts/{name} */
bool acknowledge_exchange_month(struct exchange *exchange); /* POST /v1/exchange/months/{month}/acknowledgements */
