/* DESIGN. Token buckets in a fixed table of sets of four, each set under one of a few locks. A key that finds its set full takes the place
 * of the bucket that was used longest ago: memory is bounded, and forgetting an idle bucket only ever favours the caller. Names come from strangers: where a key lies is
 * told by a hash under a key of this process, or a name could be made that shares another's bucket, or that pushes one's own out. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/siphash.h"
#include "private.h"

#define SETS 8192
#define WAYS 4
#define LOCKS 64

struct token_bucket { uint64_t key; int64_t at_us; double tokens; };

struct limiter {
    double per_us;
    unsigned per_minute, burst;
    struct siphash_key key;
    pthread_mutex_t locks[LOCKS];
    struct token_bucket buckets[SETS][WAYS];
};

struct limiter *limiter_new(unsigned per_minute, unsigned burst)
{
    struct limiter *limiter = calloc(1, sizeof *limiter);
    if (!limiter)
        return NULL;
    siphash_key_make(&limiter->key);
    limiter->per_minute = per_minute;
    limiter->burst = burst ? burst : 1;
    limiter->per_us = per_minute / 60e6;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&limiter->locks[i], NULL);
    return limiter;
}

void limiter_free(struct limiter *limiter)
{
    if (!limiter)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&limiter->locks[i]);
    free(limiter);
}

unsigned limiter_burst(const struct limiter *limiter)
{
    return limiter->burst;
}

unsigned limiter_per_minute(const struct limiter *limiter)
{
    return limiter->per_minute;
}

static struct token_bucket *bucket_of(struct limiter *limiter, struct token_bucket *set, uint64_t key)
{
    struct token_bucket *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].at_us < oldest->at_us)
            oldest = &set[i];
    }
    *oldest = (struct token_bucket){.key = key, .at_us = clock_monotonic_us(), .tokens = limiter->burst};
    return oldest;
}

struct place { struct token_bucket *bucket; pthread_mutex_t *lock; };

/* Find the bucket, lock it and bring it up to now. */
static struct place open_bucket(struct limiter *limiter, const char *key)
{
    uint64_t hash = siphash(&limiter->key, key, strlen(key)) | 1;
    size_t set = (hash >> 17) % SETS;
    struct place place = {.lock = &limiter->locks[set % LOCKS]};
    pthread_mutex_lock(place.lock);
    struct token_bucket *bucket = place.bucket = bucket_of(limiter, limiter->buckets[set], hash);
    int64_t now = clock_monotonic_us();
    bucket->tokens += (double)(now - bucket->at_us) * limiter->per_us;
    if (bucket->tokens > limiter->burst)
        bucket->tokens = limiter->burst;
    bucket->at_us = now;
    return place;
}

bool limiter_take(struct limiter *limiter, const char *key, unsigned *ret_left, unsigned *ret_reset_s)
{
    if (!limiter->per_minute) { /* switched off */
        *ret_left = limiter->burst;
        *ret_reset_s = 0;
        return true;
    }
    struct place place = open_bucket(limiter, key);
    bool granted = place.bucket->tokens >= 1;
    if (granted)
        place.bucket->tokens -= 1;
    double missing = granted ? limiter->burst - place.bucket->tokens : 1 - place.bucket->tokens;
    *ret_left = (unsigned)place.bucket->tokens;
    *ret_reset_s = (unsigned)(missing / (limiter->per_us * 1e6)) + 1;
    pthread_mutex_unlock(place.lock);
    return granted;
}

void limiter_give(struct limiter *limiter, const char *key)
{
    if (!limiter->per_minute)
        return;
    struct place place = open_bucket(limiter, key);
    if (place.bucket->tokens < limiter->burst)
        place.bucket->tokens += 1;
    pthread_mutex_unlock(place.lock);
}

bool limiter_spent(struct limiter *limiter, const char *key, unsigned *ret_reset_s)
{
    if (!limiter->per_minute)
        return false;
    struct place place = open_bucket(limiter, key);
    bool spent = place.bucket->tokens < 1;
    *ret_reset_s = (unsigned)((1 - place.bucket->tokens) / (limiter->per_us * 1e6)) + 1;
    pthread_mutex_unlock(place.lock);
    return spent;
}
