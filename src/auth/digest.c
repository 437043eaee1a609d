#include "auth/secret.h"
#include <errno.h>
#include <openssl/evp.h>
#include <unistd.h>
#include "base/text.h"

bool secret_digest_file(int file, char out[static 65], uint64_t *ret_length)
{
    unsigned char part[16384], digest[32];
    off_t at = 0;
    ssize_t got = -1;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool fine = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    while (fine && (got = pread(file, part, sizeof part, at)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        fine = got > 0 && EVP_DigestUpdate(context, part, (size_t)got) == 1;
        at += got > 0 ? got : 0;
    }
    fine = fine && EVP_DigestFinal_ex(context, digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    if (!fine)
        return false;
    text_hex(digest, sizeof digest, out);
    *ret_length = (uint64_t)at;
    return true;
}
