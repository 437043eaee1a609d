/* DESIGN. 48 bits of milliseconds, 12 bits of a counter that starts at random and goes up within one millisecond (a full counter
 * borrows from the next millisecond), 62 random bits. Randomness comes in blocks, so that an id costs no system call. */
#include "base/uuid.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "base/clock.h"

static struct {
    pthread_mutex_t lock;
    uint64_t stamp; /* milliseconds << 12 | counter */
    unsigned char random[4096];
    size_t left;
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void random_bytes(unsigned char *out, size_t length)
{
    if (state.left < length) {
        if (getrandom(state.random, sizeof state.random, 0) != (ssize_t)sizeof state.random)
            abort();
        state.left = sizeof state.random;
    }
    state.left -= length;
    memcpy(out, state.random + state.left, length);
}

static void finish(unsigned char bytes[static 16], int version, char out[static UUID_SIZE])
{
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | version << 4);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    uuid_format(bytes, out);
    out[36] = '\0';
}

void uuid_make(char out[static UUID_SIZE])
{
    unsigned char bytes[16];
    pthread_mutex_lock(&state.lock);
    unsigned char seed;
    random_bytes(&seed, 1);
    uint64_t fresh = (uint64_t)clock_now_us() / 1000 << 12 | (uint64_t)seed << 2;
    state.stamp = fresh > state.stamp ? fresh : state.stamp + 1;
    uint64_t stamp = state.stamp;
    random_bytes(bytes + 8, 8);
    pthread_mutex_unlock(&state.lock);
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(stamp >> (12 + 8 * (5 - i)));
    bytes[6] = (unsigned char)(stamp >> 8);
    bytes[7] = (unsigned char)stamp;
    finish(bytes, 7, out);
}

void uuid_make_blind(char out[static UUID_SIZE])
{
    unsigned char bytes[16];
    pthread_mutex_lock(&state.lock);
    random_bytes(bytes, sizeof bytes);
    pthread_mutex_unlock(&state.lock);
    finish(bytes, 4, out);
}

bool uuid_is(const char *text, size_t length)
{
    if (length != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        char c = text[i];
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}

void uuid_format(const unsigned char bytes[static 16], char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
}
