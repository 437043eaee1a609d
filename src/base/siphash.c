#include "base/siphash.h"
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void siphash_key_make(struct siphash_key *key)
{
    if (getrandom(key, sizeof *key, 0) != (ssize_t)sizeof *key)
        abort();
}

static uint64_t rotated(uint64_t word, int bits)
{
    return word << bits | word >> (64 - bits);
}

static void turn(uint64_t v[static 4], int times)
{
    while (times--) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = rotated(v[1], 13) ^ v[0];
        v[3] = rotated(v[3], 16) ^ v[2];
        v[0] = rotated(v[0], 32) + v[3];
        v[2] += v[1];
        v[3] = rotated(v[3], 21) ^ v[0];
        v[1] = rotated(v[1], 17) ^ v[2];
        v[2] = rotated(v[2], 32);
    }
}

static void take(uint64_t v[static 4], uint64_t word)
{
    v[3] ^= word;
    turn(v, 2);
    v[0] ^= word;
}

uint64_t siphash(const struct siphash_key *key, const void *data, size_t length)
{
    uint64_t v[4] = {0x736f6d6570736575u ^ key->words[0], 0x646f72616e646f6du ^ key->words[1], 0x6c7967656e657261u ^ key->words[0], 0x7465646279746573u ^ key->words[1]};
    const unsigned char *at = data;
    uint64_t last = (uint64_t)length << 56, word;
    for (; length >= sizeof word; at += sizeof word, length -= sizeof word) {
        memcpy(&word, at, sizeof word);
        take(v, word);
    }
    for (size_t i = 0; i < length; i++)
        last |= (uint64_t)at[i] << 8 * i;
    take(v, last);
    v[2] ^= 0xff;
    turn(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}
