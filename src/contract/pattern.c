#include "pattern.h"
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

#define TABLE_SIZE 2048 /* a power of two; far more than a contract has */
#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT_KIB 1024

struct compiled {
    uint64_t hash;
    char *pattern;
    pcre2_code *code;
};

static _Atomic(struct compiled *) table[TABLE_SIZE];
static pcre2_match_context *limits;
static pthread_once_t limits_once = PTHREAD_ONCE_INIT;

static void make_limits(void)
{
    limits = pcre2_match_context_create(NULL);
    if (!limits)
        abort();
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    pcre2_set_depth_limit(limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(limits, HEAP_LIMIT_KIB);
}

static void compiled_free(struct compiled *compiled)
{
    if (!compiled)
        return;
    pcre2_code_free(compiled->code);
    free(compiled->pattern);
    free(compiled);
}

static struct compiled *compile(const char *pattern, uint64_t hash)
{
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF |
                             PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP;
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &offset, NULL);
    if (!code)
        return NULL;
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without JIT it is slower, not wrong */
    struct compiled *compiled = calloc(1, sizeof *compiled);
    char *copy = strdup(pattern);
    if (!compiled || !copy) {
        pcre2_code_free(code);
        free(compiled);
        free(copy);
        return NULL;
    }
    *compiled = (struct compiled){.hash = hash, .pattern = copy, .code = code};
    return compiled;
}

/* Put it where `slot` is free; when another thread was first, theirs is kept if it is the same pattern. */
static struct compiled *find_or_add(const char *pattern)
{
    uint64_t hash = text_hash(pattern, strlen(pattern));
    struct compiled *mine = NULL;
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        _Atomic(struct compiled *) *slot = &table[(hash + i) & (TABLE_SIZE - 1)];
        struct compiled *there = atomic_load_explicit(slot, memory_order_acquire);
        if (!there && !mine)
            mine = compile(pattern, hash);
        if (!there && !mine)
            return NULL;
        if (!there && atomic_compare_exchange_strong(slot, &there, mine))
            return mine;
        if (there->hash == hash && strcmp(there->pattern, pattern) == 0) {
            compiled_free(mine);
            return there;
        }
    }
    compiled_free(mine);
    return NULL;
}

enum pattern_outcome pattern_match(const char *pattern, const char *text, size_t length)
{
    pthread_once(&limits_once, make_limits);
    const struct compiled *compiled = find_or_add(pattern);
    if (!compiled)
        return PATTERN_TOO_COSTLY;
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (!data)
        return PATTERN_TOO_COSTLY;
    int found = pcre2_match(compiled->code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK, data, limits);
    pcre2_match_data_free(data);
    if (found >= 0)
        return PATTERN_MATCHES;
    return found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_TOO_COSTLY;
}

void patterns_release(void)
{
    for (size_t i = 0; i < TABLE_SIZE; i++)
        compiled_free(atomic_exchange(&table[i], NULL));
}
