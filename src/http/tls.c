#include "tls.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CHAIN_MAX 10

struct shown {
    struct shown *before;
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned count;
    gnutls_privkey_t key;
    int64_t ends_at;
};

struct tls {
    struct http_tls_files files;
    gnutls_datum_t client_ca; /* terminated, as MHD reads it */
    _Atomic(struct shown *) shown;
};

/* GnuTLS gives the callback nothing of ours; a process serves TLS in one place. */
static _Atomic(struct tls *) serving;

static void shown_free(struct shown *shown)
{
    while (shown) {
        struct shown *before = shown->before;
        for (unsigned i = 0; i < shown->count; i++)
            gnutls_pcert_deinit(&shown->chain[i]);
        gnutls_privkey_deinit(shown->key);
        free(shown);
        shown = before;
    }
}

static bool read_chain(struct shown *shown, const gnutls_datum_t *text)
{
    gnutls_x509_crt_t first = NULL, chain[CHAIN_MAX];
    unsigned count = CHAIN_MAX;
    if (gnutls_x509_crt_list_import(chain, &count, text, GNUTLS_X509_FMT_PEM, GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED) <= 0 || count == 0)
        return false;
    first = chain[0];
    shown->ends_at = (int64_t)gnutls_x509_crt_get_expiration_time(first);
    bool fine = true;
    for (unsigned i = 0; i < count; i++) {
        fine = fine && gnutls_pcert_import_x509(&shown->chain[shown->count], chain[i], 0) == 0;
        shown->count += fine;
        gnutls_x509_crt_deinit(chain[i]);
    }
    return fine;
}

/* A key that is another certificate's would fail every handshake. */
static bool read_key(struct shown *shown, const gnutls_datum_t *text)
{
    gnutls_pubkey_t of_key = NULL;
    unsigned char ids[2][64];
    size_t sizes[2] = {sizeof ids[0], sizeof ids[1]};
    bool fine = gnutls_privkey_import_x509_raw(shown->key, text, GNUTLS_X509_FMT_PEM, NULL, 0) == 0 && gnutls_pubkey_init(&of_key) == 0;
    fine = fine && gnutls_pubkey_import_privkey(of_key, shown->key, 0, 0) == 0;
    fine = fine && gnutls_pubkey_get_key_id(of_key, GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) == 0;
    fine = fine && gnutls_pubkey_get_key_id(shown->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, ids[1], &sizes[1]) == 0;
    if (of_key)
        gnutls_pubkey_deinit(of_key);
    return fine && sizes[0] == sizes[1] && memcmp(ids[0], ids[1], sizes[0]) == 0;
}

bool tls_reload(struct tls *tls, const char **ret_fault)
{
    gnutls_datum_t chain = {0}, key = {0};
    struct shown *shown = calloc(1, sizeof *shown);
    const char *fault = "out of memory";
    if (!shown || gnutls_privkey_init(&shown->key) != 0)
        goto out;
    fault = "tls_certificate_file cannot be read, or is no chain of certificates (PEM, the server's first)";
    if (gnutls_load_file(tls->files.certificate, &chain) != 0 || !read_chain(shown, &chain))
        goto out;
    fault = "tls_key_file cannot be read, or is not the certificate's key";
    if (gnutls_load_file(tls->files.key, &key) != 0 || !read_key(shown, &key))
        goto out;
    fault = NULL;
    shown->before = atomic_load(&tls->shown);
    atomic_store(&tls->shown, shown);
    shown = NULL;
out:
    shown_free(shown);
    if (key.data)
        gnutls_memset(key.data, 0, key.size);
    gnutls_free(key.data);
    gnutls_free(chain.data);
    *ret_fault = fault;
    return !fault;
}

/* With a terminating byte: MHD takes a text. */
static bool read_client_ca(struct tls *tls)
{
    gnutls_datum_t text = {0};
    if (!tls->files.client_ca || !*tls->files.client_ca)
        return true;
    gnutls_x509_crt_t *list = NULL;
    unsigned count = 0;
    if (gnutls_load_file(tls->files.client_ca, &text) != 0)
        return false;
    bool fine = gnutls_x509_crt_list_import2(&list, &count, &text, GNUTLS_X509_FMT_PEM, 0) >= 0 && count > 0;
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(list[i]);
    gnutls_free(list);
    tls->client_ca.data = fine ? calloc(1, text.size + 1) : NULL;
    if (tls->client_ca.data)
        memcpy(tls->client_ca.data, text.data, text.size);
    gnutls_free(text.data);
    return tls->client_ca.data != NULL;
}

struct tls *tls_new(const struct http_tls_files *files, const char **ret_fault)
{
    struct tls *tls = calloc(1, sizeof *tls);
    if (!tls)
        return NULL;
    tls->files = *files;
    *ret_fault = "tls_client_ca_file cannot be read, or holds no certificate (PEM)";
    if (read_client_ca(tls) && tls_reload(tls, ret_fault)) {
        atomic_store(&serving, tls);
        return tls;
    }
    tls_free(tls);
    return NULL;
}

void tls_free(struct tls *tls)
{
    if (!tls)
        return;
    struct tls *ours = tls;
    atomic_compare_exchange_strong(&serving, &ours, NULL);
    shown_free(atomic_load(&tls->shown));
    free(tls->client_ca.data);
    free(tls);
}

static int show(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count, const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                gnutls_pcert_st **ret_chain, unsigned *ret_count, gnutls_privkey_t *ret_key)
{
    (void)session, (void)authorities, (void)authority_count, (void)algorithms, (void)algorithm_count;
    struct tls *tls = atomic_load(&serving);
    if (!tls)
        return -1;
    struct shown *shown = atomic_load(&tls->shown);
    *ret_chain = shown->chain;
    *ret_count = shown->count;
    *ret_key = shown->key;
    return 0;
}

void tls_options(struct tls *tls, struct MHD_OptionItem *ret_options)
{
    size_t count = 0;
    ret_options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)show};
    ret_options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"};
    if (tls->client_ca.data)
        ret_options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_TRUST, 0, tls->client_ca.data};
    ret_options[count] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
}

int64_t tls_ends_at(struct tls *tls)
{
    struct shown *shown = tls ? atomic_load(&tls->shown) : NULL;
    return shown ? shown->ends_at : 0;
}

static void common_name(const gnutls_datum_t *der, char *out, size_t size)
{
    gnutls_x509_crt_t certificate;
    size_t length = size;
    if (gnutls_x509_crt_init(&certificate) != 0)
        return;
    bool fine = gnutls_x509_crt_import(certificate, der, GNUTLS_X509_FMT_DER) == 0
        && gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, out, &length) == 0;
    gnutls_x509_crt_deinit(certificate);
    if (!fine || length >= size || memchr(out, '\0', length))
        out[0] = '\0';
}

void tls_peer_name(struct MHD_Connection *connection, char *out, size_t size)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    gnutls_session_t session = info ? info->tls_session : NULL;
    unsigned count = 0, faults = 0;
    out[0] = '\0';
    const gnutls_datum_t *chain = session ? gnutls_certificate_get_peers(session, &count) : NULL;
    if (!chain || count == 0)
        return;
    /* A server's certificate of the same authority is no client's. */
    gnutls_typed_vdata_st purpose = {.type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_CLIENT};
    if (gnutls_certificate_verify_peers(session, &purpose, 1, &faults) == 0 && faults == 0)
        common_name(&chain[0], out, size);
}
