#pragma once
/* DESIGN. Other identity providers as the service lives with them. Each has a thread of its own that reads its keys: at start, when they are due,
 * and, not more often than the configuration says, when a token names a key that nobody knows. A request asks for that and waits for a short time
 * at most; what is slow or down delays nobody else's tokens. Keys that cannot be read again stay good for as long as the configuration says. */
#include <stdbool.h>
#include <stdint.h>
#include "auth/provider.h"
#include "auth/token.h"
#include "base/config.h"
#include "fetch/fetch.h"

/* The providers of the configuration; none when it names no file. On a fault false, with a line for each in `faults`. */
bool providers_load(const struct config *config, struct buffer *faults, struct providers **ret_providers) __attribute__((warn_unused_result));
/* As the configuration says; NULL when out of memory. */
struct fetcher *fetcher_configured(const struct config *config) __attribute__((warn_unused_result));
/* A provider's keys as text, in the arena; NULL with the reason in `ret_why`. `ret_max_age_s` is what its Cache-Control says, -1 = nothing. */
struct key_reading { const struct fetcher *fetcher; const struct provider *provider; unsigned deadline_ms; const _Atomic bool *cancelled; };
const char *provider_keys_read(const struct key_reading *reading, struct arena *arena, int64_t *ret_max_age_s, const char **ret_why) __attribute__((warn_unused_result));

struct key_watch;
/* Starts the threads. NULL when out of memory. The three must outlive it. */
struct key_watch *key_watch_start(const struct providers *providers, const struct fetcher *fetcher, struct key_ring *ring) __attribute__((warn_unused_result));
/* Ends what is under way; NULL is fine. */
void key_watch_stop(struct key_watch *watch);
enum keys_state {
    KEYS_NOBODYS,  /* no provider is called so */
    KEYS_CURRENT,  /* what is known now is what the provider has, or had moments ago */
    KEYS_AWAY      /* the provider could not be asked, has not answered yet, or was asked before: what is unknown still may be good */
};
/* A token of this issuer names a key that is not known: have the keys read again and wait a little. Only so many
 * wait who come from one address, and fewer while the provider is away: whoever makes such tokens up must not hold the threads. */
enum keys_state key_watch_ask(struct key_watch *watch, const char *issuer, const char *address);
/* Prometheus text. */
void key_watch_write(struct key_watch *watch, struct buffer *out);
