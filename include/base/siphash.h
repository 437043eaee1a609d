#pragma once
/* SipHash-2-4 (Aumasson and Bernstein): a hash for tables whose keys strangers choose. Without the key nobody finds two texts that fall on one place. */
#include <stddef.h>
#include <stdint.h>

struct siphash_key { uint64_t words[2]; };

/* A key of this process alone, from the operating system; ends the process when that has none. */
void siphash_key_make(struct siphash_key *key);
uint64_t siphash(const struct siphash_key *key, const void *data, size_t length);
