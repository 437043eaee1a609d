#include "variant.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool token_holds(const struct sql_token *token, uint32_t conditions)
{
    return (token->needs & conditions) == token->needs && !(token->unless & conditions);
}

/* A statement's tokens that hold, one after another, with their words. */
struct walk { const struct statement *statement; uint32_t conditions; size_t next; const char *behind; const struct sql_token *token; const char *words; };

static struct walk walk_from(const struct statement *statement, uint32_t conditions)
{
    return (struct walk){ .statement = statement, .conditions = conditions, .behind = statement->text };
}

static bool walk_on(struct walk *walk)
{
    while (walk->next < walk->statement->token_count) {
        walk->token = &walk->statement->tokens[walk->next++];
        walk->words = walk->behind;
        walk->behind += walk->token->length;
        if (token_holds(walk->token, walk->conditions))
            return true;
    }
    return false;
}

/* Conditions no line looks at make no difference, and must not make another variant. */
static uint32_t seen_conditions(const struct statement *statement)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < statement->token_count; i++)
        seen |= statement->tokens[i].needs | statement->tokens[i].unless;
    return seen;
}

/* The values that stand in the text, each ended by its length, so that no two lists of values look alike. */
static char *literals_of(const struct db_step *step, uint32_t conditions)
{
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    for (struct walk walk = walk_from(step->statement, conditions); walk_on(&walk);) {
        if (!walk.token->literal)
            continue;
        const char *value = step->values[walk.token->value];
        buffer_printf(&text, "%s|%zd|", value ? value : "", value ? (ssize_t)strlen(value) : -1);
    }
    const char *found = text.length ? buffer_text(&text) : "";
    return found ? strdup(found) : NULL;
}

void variant_free(struct variant *variant)
{
    if (variant)
        free(variant->literals);
    free(variant);
}

static size_t bucket_of(const struct statement *statement, uint32_t conditions)
{
    uint64_t hash = ((uint64_t)(uintptr_t)statement ^ ((uint64_t)conditions << 17)) * UINT64_C(0x9E3779B97F4A7C15);
    return hash >> 57;
}
_Static_assert(VARIANT_BUCKETS == 128, "bucket_of() takes the upper seven bits");

void variants_init(struct variants *variants, size_t limit)
{
    memset(variants, 0, sizeof *variants);
    variants->limit = limit < VARIANT_LIMIT_MIN ? VARIANT_LIMIT_MIN : limit;
}

void variants_clear(struct variants *variants)
{
    struct variant *variant = variants->newest;
    while (variant) {
        struct variant *older = variant->older;
        variant_free(variant);
        variant = older;
    }
    variants_init(variants, variants->limit);
}

static void unlink_age(struct variants *variants, struct variant *variant)
{
    *(variant->newer ? &variant->newer->older : &variants->newest) = variant->older;
    *(variant->older ? &variant->older->newer : &variants->oldest) = variant->newer;
}

static void link_newest(struct variants *variants, struct variant *variant)
{
    variant->newer = NULL;
    variant->older = variants->newest;
    *(variants->newest ? &variants->newest->newer : &variants->oldest) = variant;
    variants->newest = variant;
}

void variants_remove(struct variants *variants, struct variant *variant)
{
    struct variant **link = &variants->buckets[bucket_of(variant->statement, variant->conditions)];
    while (*link != variant)
        link = &(*link)->chained;
    *link = variant->chained;
    unlink_age(variants, variant);
    variants->count--;
}

struct variant *variants_evict(struct variants *variants, uint64_t spared)
{
    struct variant *oldest = variants->oldest;
    if (variants->count <= variants->limit || !oldest || oldest->used >= spared)
        return NULL;
    variants_remove(variants, oldest);
    return oldest;
}

static struct variant *variant_new(const struct statement *statement, uint32_t conditions, uint64_t serial)
{
    struct variant *variant = calloc(1, sizeof *variant);
    if (!variant)
        return NULL;
    variant->statement = statement;
    variant->conditions = conditions;
    /* The serial comes first: unique even where the server cuts the name. */
    snprintf(variant->name, sizeof variant->name, "%" PRIu64 "/%.32s/%" PRIx32, serial, statement->name, conditions);
    for (struct walk walk = walk_from(statement, conditions); walk_on(&walk);) {
        if (walk.token->text || walk.token->literal)
            continue;
        if (variant->value_count == VARIANT_VALUES_MAX) {
            free(variant);
            return NULL;
        }
        variant->values[variant->value_count++] = walk.token->value;
    }
    return variant;
}

static struct variant *find(const struct variants *variants, const struct statement *statement, uint32_t conditions, const char *literals)
{
    struct variant *variant = variants->buckets[bucket_of(statement, conditions)];
    while (variant && (variant->statement != statement || variant->conditions != conditions || strcmp(variant->literals, literals) != 0))
        variant = variant->chained;
    return variant;
}

bool variants_pending(const struct variants *variants, const struct db_step *step)
{
    uint32_t conditions = step->conditions & seen_conditions(step->statement);
    char *literals = literals_of(step, conditions);
    const struct variant *variant = literals ? find(variants, step->statement, conditions, literals) : NULL;
    free(literals);
    return variant && variant->pending;
}

struct variant *variants_use(struct variants *variants, const struct db_step *step, uint64_t trip)
{
    const struct statement *statement = step->statement;
    uint32_t conditions = step->conditions & seen_conditions(statement);
    char *literals = literals_of(step, conditions);
    if (!literals)
        return NULL;
    struct variant **bucket = &variants->buckets[bucket_of(statement, conditions)], *variant = find(variants, statement, conditions, literals);
    if (variant) {
        free(literals);
        unlink_age(variants, variant);
    } else {
        variant = variant_new(statement, conditions, ++variants->serial);
        if (!variant) {
            free(literals);
            return NULL;
        }
        variant->literals = literals;
        variant->chained = *bucket;
        *bucket = variant;
        variants->count++;
    }
    link_newest(variants, variant);
    variant->used = trip;
    return variant;
}

static bool add_literal(PGconn *pg, const char *value, struct buffer *out)
{
    if (!value) {
        buffer_add_text(out, "null");
        return true;
    }
    char *literal = PQescapeLiteral(pg, value, strlen(value));
    if (!literal)
        return false;
    buffer_add_text(out, literal);
    PQfreemem(literal);
    return true;
}

/* What a list holds that holds one value, as parameters_read() writes it: {"…"}. False when it is none of these. */
static bool only_value(const char *list, struct buffer *out)
{
    if (!list || strncmp(list, "{\"", 2) != 0)
        return false;
    const char *c = list + 2;
    for (; *c && *c != '"'; c++) {
        c += *c == '\\' && c[1];
        buffer_add(out, c, 1);
    }
    return strcmp(c, "\"}") == 0;
}

static bool add_compared(PGconn *pg, const char *list, const struct walk *type, struct buffer *out)
{
    struct buffer one BUFFER_CLEANUP;
    buffer_init(&one);
    bool alone = only_value(list, &one) && !one.failed;
    buffer_add_text(out, alone ? "" : "any(");
    if (!add_literal(pg, alone ? one.length ? buffer_text(&one) : "" : list, out))
        return false;
    buffer_printf(out, alone ? "::%.*s" : "::%.*s[])", (int)type->token->length, type->words);
    return true;
}

static bool add_value(PGconn *pg, const struct walk *walk, const char *const *values, struct buffer *out)
{
    const char *value = values[walk->token->value];
    return walk->token->length ? add_compared(pg, value, walk, out) : add_literal(pg, value, out);
}

bool variant_text(PGconn *pg, const struct db_step *step, struct buffer *out)
{
    unsigned number = 0;
    for (struct walk walk = walk_from(step->statement, step->conditions); walk_on(&walk);) {
        if (walk.token->text)
            buffer_add(out, walk.words, walk.token->length);
        else if (!walk.token->literal)
            buffer_printf(out, "$%u", ++number);
        else if (!add_value(pg, &walk, step->values, out))
            return false;
    }
    return !out->failed;
}

bool variant_literal_text(PGconn *pg, const struct statement *statement, uint32_t conditions, const char *const *values,
                          struct buffer *out)
{
    size_t start = out->length;
    for (struct walk walk = walk_from(statement, conditions); walk_on(&walk);) {
        if (walk.token->text)
            buffer_add(out, walk.words, walk.token->length);
        else if (!add_value(pg, &walk, values, out))
            return false;
    }
    while (out->length > start && strchr("; \t\n", out->data[out->length - 1]))
        out->length--;
    return !out->failed;
}
