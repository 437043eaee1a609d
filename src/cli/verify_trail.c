/* A sealed month of the trail, "wuye-audit/1": every row is held to its hash, every hash to the one before, and the last to what a manifest or a seal says. */
#include "verify.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "represent/gunzip.h"

#define PIECE 16384
#define LINE_MAX_LENGTH ((size_t)16 << 20)
#define ID_LENGTH 36

/* A hash as the file says it, and as it comes out: when they differ, the next line tells whether the row was changed or the hash. */
struct link {
    bool known;
    char told[HASH_SIZE], made[HASH_SIZE];
};

struct trail {
    struct findings *findings;
    const char *path;
    const struct trail_claim *claims, *claim; /* those there are; the one that is about this month */
    size_t claim_count;
    struct buffer line, text;
    int64_t line_number, next; /* the number that the next link has to have */
    struct link link;
    char doubtful_row[ID_LENGTH + 1]; /* of the line before, while it is open what was changed in it */
    bool begun, hopeless;
};

struct line {
    const char *id, *log, *at, *hash, *row; /* hash and row: NULL where the file has null */
    int64_t number;                         /* -1 = null */
};

static struct place here(const struct trail *t, const char *row)
{
    return (struct place){.file = t->path, .line = t->line_number, .row = row};
}

static void settle(struct trail *t, const char *what)
{
    if (*t->doubtful_row)
        fault_found(t->findings, (struct place){.file = t->path, .line = t->line_number - 1, .row = t->doubtful_row}, "%s", what);
    *t->doubtful_row = '\0';
}

/* What the first link is chained to. */
static void start_of(struct trail *t, const char *at)
{
    for (size_t i = 0; i < t->claim_count && !t->claim; i++) {
        if (t->claim_count == 1 || strncmp(t->claims[i].month, at, 7) == 0)
            t->claim = &t->claims[i];
    }
    t->begun = true;
    if (!t->claim) {
        note_made(t->findings, "%s: no DIR or --seal says where this month begins and ends: rows taken from either end do not show", t->path);
        return;
    }
    buffer_clear(&t->text);
    buffer_printf(&t->text, "wuye-audit/1\n%s\n%s\n%s", t->claim->district, t->claim->month, t->claim->previous_head);
    secret_digest(t->text.data, t->text.length, t->link.told);
    memcpy(t->link.made, t->link.told, HASH_SIZE);
    t->link.known = true;
}

static bool chains(struct trail *t, const char *before, const char *row, const char *hash, char made[static HASH_SIZE])
{
    buffer_clear(&t->text);
    buffer_printf(&t->text, "%s\n", before);
    buffer_add_text(&t->text, row);
    secret_digest(t->text.data, t->text.length, made);
    return strcmp(made, hash) == 0;
}

static void row_hold(struct trail *t, const struct line *line)
{
    char made[HASH_SIZE] = "";
    bool good = !t->link.known || chains(t, t->link.told, line->row, line->hash, made);
    if (good) {
        settle(t, "was changed: its text is not the one that was sealed");
    } else if (*t->doubtful_row) {
        good = chains(t, t->link.made, line->row, line->hash, made);
        settle(t, good ? "has another hash than the one that was sealed" : "was changed: its text or its hash is not the one that was sealed");
        if (!good)
            (void)chains(t, t->link.told, line->row, line->hash, made);
    }
    if (!good)
        memcpy(t->doubtful_row, line->id, ID_LENGTH + 1);
    memcpy(t->link.told, line->hash, HASH_SIZE);
    memcpy(t->link.made, good ? line->hash : made, HASH_SIZE);
    t->link.known = true;
}

static void break_off(struct trail *t, const char *hash)
{
    settle(t, "was changed: its text or its hash is not the one that was sealed");
    t->link.known = hash != NULL;
    if (hash)
        memcpy(t->link.told, memcpy(t->link.made, hash, HASH_SIZE), HASH_SIZE);
}

/* Beside the text that was hashed the line says some of it again; nobody shall read there what is not in it. */
static bool says_the_same(const struct line *line)
{
    json_t *row = json_loads(line->row, JSON_REJECT_DUPLICATES, NULL);
    const char *at = json_string_value(json_object_get(row, "at")), *id = json_string_value(json_object_get(row, "id")), *log = json_string_value(json_object_get(row, "log"));
    bool same = at && id && log && strcmp(id, line->id) == 0 && strcmp(log, line->log) == 0 && strlen(at) == 32 && strlen(line->at) >= 25 && strncmp(at, line->at, 19) == 0;
    size_t digits = same && line->at[19] == '.' ? strspn(line->at + 20, "0123456789") : 0, behind = 19 + (digits ? digits + 1 : 0);
    same = same && digits <= 6 && strcmp(line->at + behind, at + 26) == 0 && (digits == 0 || strncmp(at + 20, line->at + 20, digits) == 0)
        && strspn(at + 20 + digits, "0") >= 6 - digits;
    json_decref(row);
    return same;
}

static void line_hold(struct trail *t, const struct line *line)
{
    if (line->number < 0) {
        fault_found(t->findings, here(t, line->id), "is in no chain: it came after the month was sealed");
        return;
    }
    if (line->number != t->next) {
        fault_found(t->findings, here(t, line->id), "has the number %lld, and %lld comes here: rows are missing, doubled or in another order", (long long)line->number, (long long)t->next);
        break_off(t, line->hash);
    } else if (!line->row) {
        fault_found(t->findings, here(t, line->id), "is missing: it was taken away after the month was sealed");
        break_off(t, line->hash);
    } else {
        row_hold(t, line);
    }
    if (line->row && !says_the_same(line))
        fault_found(t->findings, here(t, line->id), "says something else in `at`, `id` or `log` than in its row");
    t->next = line->number + 1;
}

static bool is_text_or_null(const json_t *object, const char *name, const char **ret_text)
{
    const json_t *member = json_object_get(object, name);
    *ret_text = json_string_value(member);
    return json_is_string(member) || json_is_null(member);
}

static bool line_read(const json_t *object, struct line *line)
{
    const json_t *number = json_object_get(object, "number");
    bool kinds = json_object_size(object) == 6 && is_text_or_null(object, "hash", &line->hash) && is_text_or_null(object, "row", &line->row)
        && is_text_or_null(object, "id", &line->id) && is_text_or_null(object, "log", &line->log) && is_text_or_null(object, "at", &line->at);
    line->number = json_is_null(number) ? -1 : number_member(object, "number");
    return kinds && line->id && strlen(line->id) == ID_LENGTH && line->log && line->at && (line->number > 0 || json_is_null(number))
        && (line->number > 0 ? hex_member(object, "hash") != NULL : !line->hash && line->row);
}

static void line_end(struct trail *t)
{
    struct line line = {0};
    json_t *object = json_loadb(t->line.data ? t->line.data : "", t->line.length, JSON_REJECT_DUPLICATES, NULL);
    t->line_number++;
    if (!line_read(object, &line)) {
        fault_found(t->findings, here(t, NULL), "is not understood");
        break_off(t, NULL);
        t->next++;
    } else {
        if (!t->begun)
            start_of(t, line.at);
        line_hold(t, &line);
    }
    json_decref(object);
    buffer_clear(&t->line);
}

static bool take(void *thing, const char *data, size_t length)
{
    struct trail *t = thing;
    while (length > 0 && !t->hopeless) {
        const char *end = memchr(data, '\n', length);
        size_t piece = end ? (size_t)(end - data) : length;
        t->hopeless = t->line.length + piece > LINE_MAX_LENGTH || t->line.failed;
        if (t->hopeless)
            break;
        buffer_add(&t->line, data, piece);
        if (end)
            line_end(t);
        piece += end != NULL;
        data += piece;
        length -= piece;
    }
    return !t->hopeless;
}

/* As it is, or as gzip. NULL when it was read to its end. */
static const char *lines_read(struct trail *t, int file, struct gunzip *gunzip)
{
    char piece[PIECE];
    enum gunzip_state state = GUNZIP_MORE;
    bool first = true, packed = false;
    ssize_t got;
    while ((got = read(file, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return strerror(errno);
        packed = first ? (unsigned char)piece[0] == 0x1f : packed;
        first = false;
        if (packed && state == GUNZIP_END)
            return "goes on behind the end of its gzip stream";
        if (packed)
            state = gunzip_feed(gunzip, piece, (size_t)got, take, t);
        else if (!take(t, piece, (size_t)got))
            state = GUNZIP_STOPPED;
        if (state != GUNZIP_MORE && state != GUNZIP_END)
            break;
    }
    if (state == GUNZIP_STOPPED)
        return "has a line that is longer than a row can be";
    if (state == GUNZIP_BROKEN || state == GUNZIP_AFTER)
        return "is no gzip file, or not as it was packed";
    return packed && state == GUNZIP_MORE ? "ends before its gzip stream does" : NULL;
}

static void end_hold(struct trail *t)
{
    if (t->line.length > 0)
        fault_found(t->findings, (struct place){.file = t->path}, "ends in the middle of a line");
    if (!t->begun && t->claim_count == 1)
        start_of(t, "");
    t->line_number++; /* settle() speaks of the line before */
    const struct trail_claim *claim = t->claim;
    if (claim && *t->doubtful_row && strcmp(t->link.told, claim->head) == 0)
        settle(t, "was changed: its text is not the one that was sealed");
    else if (claim && *t->doubtful_row && strcmp(t->link.made, claim->head) == 0)
        settle(t, "has another hash than the one that was sealed");
    else if (*t->doubtful_row)
        settle(t, "was changed: its text or its hash is not the one that was sealed");
    else if (claim && t->next - 1 == claim->rows && strcmp(t->link.told, claim->head) != 0)
        fault_found(t->findings, (struct place){.file = t->path}, "ends with the hash %s, and %s says %s: it is another chain", t->link.told, claim->source, claim->head);
    if (claim && t->next - 1 != claim->rows)
        fault_found(t->findings, (struct place){.file = t->path}, "has %lld links, and %s says %lld", (long long)(t->next - 1), claim->source, (long long)claim->rows);
}

void trail_verify(struct findings *f, const char *path, const struct trail_claim *claims, size_t count)
{
    struct trail t = {.findings = f, .path = path, .claims = claims, .claim_count = count, .next = 1};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct gunzip *gunzip = gunzip_new();
    buffer_init(&t.line);
    buffer_init(&t.text);
    const char *fault = file < 0 ? strerror(errno) : !gunzip ? "out of memory" : lines_read(&t, file, gunzip);
    if (fault)
        fault_found(f, (struct place){.file = path}, "%s%s", file < 0 ? "cannot be read: " : "", fault);
    else
        end_hold(&t);
    gunzip_free(gunzip);
    buffer_release(&t.line);
    buffer_release(&t.text);
    if (file >= 0)
        close(file);
}
