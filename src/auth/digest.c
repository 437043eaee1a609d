#include "auth/secret.h"
#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/text.h"

struct sha256 {
    EVP_MD_CTX *context;
    bool fine;
};

struct sha256 *sha256_new(void)
{
    struct sha256 *sum = calloc(1, sizeof *sum);
    if (!sum)
        return NULL;
    sum->context = EVP_MD_CTX_new();
    sum->fine = sum->context && EVP_DigestInit_ex(sum->context, EVP_sha256(), NULL) == 1;
    return sum;
}

void sha256_add(struct sha256 *sum, const void *data, size_t length)
{
    sum->fine = sum->fine && EVP_DigestUpdate(sum->context, data, length) == 1;
}

bool sha256_end(struct sha256 *sum, char out[static 65])
{
    unsigned char bytes[32];
    bool fine = sum->fine && EVP_DigestFinal_ex(sum->context, bytes, NULL) == 1;
    if (fine)
        text_hex(bytes, sizeof bytes, out);
    EVP_MD_CTX_free(sum->context);
    free(sum);
    return fine;
}

bool secret_digest_file(int file, char out[static 65], uint64_t *ret_length)
{
    unsigned char part[16384];
    off_t at = 0;
    ssize_t got = -1;
    struct sha256 *sum = sha256_new();
    if (!sum)
        return false;
    while ((got = pread(file, part, sizeof part, at)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        sha256_add(sum, part, (size_t)got);
        at += got;
    }
    if (!sha256_end(sum, out) || got < 0)
        return false;
    *ret_length = (uint64_t)at;
    return true;
}
