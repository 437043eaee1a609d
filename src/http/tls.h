#pragma once
/* DESIGN. TLS is libmicrohttpd's, by GnuTLS; here is only which certificate it shows and what a client's own says. The certificate is looked up for each
 * handshake, so that a new one can be read while connections go on. What was shown before is kept until the end of the process: a handshake may still hold it,
 * and certificates change a few times a year. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <microhttpd.h>
#include "http/server.h"

struct tls;
/* NULL: *ret_fault says which file is wrong. */
struct tls *tls_new(const struct http_tls_files *files, const char **ret_fault) __attribute__((warn_unused_result));
void tls_free(struct tls *tls);
/* Read both files again; when they are wrong, what was shown before goes on. */
bool tls_reload(struct tls *tls, const char **ret_fault) __attribute__((warn_unused_result));
/* Options for the daemon, MHD_OPTION_END among them; at most TLS_OPTIONS_MAX. */
#define TLS_OPTIONS_MAX 5
void tls_options(struct tls *tls, struct MHD_OptionItem *ret_options);
/* Seconds since 1970 at which the certificate that is shown ends; 0 = not known. */
int64_t tls_ends_at(struct tls *tls);
/* The common name of the client's certificate, when it showed one that holds; else "". */
void tls_peer_name(struct MHD_Connection *connection, char *out, size_t size);
