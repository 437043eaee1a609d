/* DESIGN. Nearly every row of a page names an estate and a firm, and looking them up was more than half of what a page cost PostgreSQL. So a district's names are kept here, and a statement that
 * can do without them (`-- if names`) has a uuid, null, in the place of each: `.code` and `.name` beside an `.id`. The database says in the same statement ("!names") whether they are still what
 * they were when they were read (name_versions, sql/functions/names.sql); where they are not, or one is unknown, the statement is run again and looks them up itself. So nobody is told an older
 * name than the database would have told him, whichever process took the change. What row security lets a caller see is not decided here: a name goes with the row that refers to it.
 *
 * A name that somebody changed past our functions is old for a minute. */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "internal.h"
#include "private.h"

#define DISTRICTS 256           /* more than a province has */
#define NAMES_MAX 20000         /* of a district, about 100 bytes each; more are looked up */
#define NAMES_TOTAL 500000      /* of all; of districts beyond it they are looked up */
#define KEPT_US 60000000
#define AGAIN_US 1000000        /* while they change all the time they are looked up, and read no more often */

struct name {
    unsigned char id[16];
    struct cell code, name;
};

/* All names of a district as they stood at one moment. Never changes; goes when nobody holds it. */
struct names {
    _Atomic unsigned held;
    char version[UUID_SIZE];
    int64_t read_us;
    size_t count, mask;
    struct name *list;
    uint32_t *places;           /* by the last bytes of the id, which are random: 1 + index; 0 = nothing */
    unsigned char *text;
};

struct names_book {
    pthread_mutex_t lock;
    struct district {
        char code[sizeof ((struct principal *)0)->district];
        struct names *names;    /* NULL = not read, or not worth it */
        int64_t again_us;       /* when they may be read next */
        bool busy;
    } districts[DISTRICTS];
    size_t count;               /* of districts that were asked for, which stand first */
};

/* What the columns of one result are to the names. */
struct naming {
    struct shape shape;
    struct cell *cells;
    struct { int id, code, name; } *things;
    size_t thing_count;
};

struct names_book *names_book_new(void)
{
    struct names_book *book = calloc(1, sizeof *book);
    if (book)
        pthread_mutex_init(&book->lock, NULL);
    return book;
}

static void discard(struct names *names)
{
    free(names->text);
    free(names->list);
    free(names->places);
    free(names);
}

static void release(void *thing)
{
    struct names *names = thing;
    if (names && --names->held == 0)
        discard(names);
}

void names_book_free(struct names_book *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < DISTRICTS; i++)
        release(book->districts[i].names);
    pthread_mutex_destroy(&book->lock);
    free(book);
}

static size_t place_of(const struct names *names, const unsigned char *id)
{
    uint64_t tail;
    memcpy(&tail, id + 8, sizeof tail);
    return (size_t)(tail ^ tail >> 32) & names->mask;
}

static const struct name *find(const struct names *names, const unsigned char *id)
{
    for (size_t at = place_of(names, id); names->places[at]; at = (at + 1) & names->mask) {
        const struct name *name = &names->list[names->places[at] - 1];
        if (memcmp(name->id, id, sizeof name->id) == 0)
            return name;
    }
    return NULL;
}

static struct cell keep(unsigned char **at, const struct cell *cell)
{
    struct cell kept = {.data = *at, .length = cell->length};
    if (cell->length > 0) {
        memcpy(*at, cell->data, (size_t)cell->length);
        *at += cell->length;
    }
    return kept;
}

static void keep_row(struct names *names, const struct cell *row, unsigned char **text)
{
    struct name *name = &names->list[names->count++];
    memcpy(name->id, row[0].data, sizeof name->id);
    name->code = keep(text, &row[1]);
    name->name = keep(text, &row[2]);
    size_t at = place_of(names, name->id);
    while (names->places[at])
        at = (at + 1) & names->mask;
    names->places[at] = (uint32_t)names->count;
}

static struct names *names_with_room(size_t rows, size_t bytes)
{
    size_t slots = 2;
    while (slots < 2 * rows)
        slots *= 2;
    struct names *names = calloc(1, sizeof *names);
    if (!names)
        return NULL;
    names->held = 1;
    names->mask = slots - 1;
    names->list = calloc(rows + 1, sizeof *names->list);
    names->places = calloc(slots, sizeof *names->places);
    names->text = malloc(bytes + 1);
    if (names->list && names->places && names->text)
        return names;
    discard(names);
    return NULL;
}

static size_t bytes_of(const struct cell *cell)
{
    return cell->length > 0 ? (size_t)cell->length : 0;
}

/* Of namesOfDistrict's rows: id, code, name, and the version that they are of. */
static struct names *names_of(struct exchange *x, struct db_result *result)
{
    size_t rows = db_result_rows(result, 0), bytes = 0;
    for (size_t i = 0; i < rows; i++) {
        const struct cell *row = db_result_row(result, 0, i);
        bytes += bytes_of(&row[1]) + bytes_of(&row[2]);
    }
    const char *version = db_result_text(result, x->arena, 0, 0, "version");
    struct names *names = version ? names_with_room(rows, bytes) : NULL;
    if (!names)
        return NULL;
    snprintf(names->version, sizeof names->version, "%s", version);
    names->read_us = clock_monotonic_us();
    unsigned char *text = names->text;
    for (size_t i = 0; i < rows; i++)
        keep_row(names, db_result_row(result, 0, i), &text);
    return names;
}

/* *ret_settled: there is nothing to gain by trying again soon. */
static struct names *read_names(struct exchange *x, bool *ret_settled)
{
    const struct named values[] = {{"limit", arena_printf(x->arena, "%d", NAMES_MAX + 1)}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_namesOfDistrict, values);
    struct db_caller caller = exchange_caller(x);
    struct db_trip trip = {.caller = &caller, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    int64_t before = clock_monotonic_us();
    enum db_outcome outcome = pool_run(x->service->pool, database_role(x), &trip, &result);
    x->database_us += (uint64_t)(clock_monotonic_us() - before);
    size_t rows = outcome == DB_OK ? db_result_rows(result, 0) : 0;
    struct names *names = rows && rows <= NAMES_MAX ? names_of(x, result) : NULL;
    *ret_settled = rows > NAMES_MAX || names;
    db_result_free(result);
    return names;
}

/* The district's place; NULL: there are too many. */
static struct district *district_of(struct names_book *book, const char *code)
{
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->districts[i].code, code) == 0)
            return &book->districts[i];
    if (book->count == DISTRICTS)
        return NULL;
    struct district *district = &book->districts[book->count++];
    snprintf(district->code, sizeof district->code, "%s", code);
    return district;
}

/* Those of the caller's district; or whether it is this caller's turn to read them. */
static struct names *hold(struct names_book *book, const char *code, bool *ret_read)
{
    int64_t now = clock_monotonic_us();
    struct names *names = NULL;
    pthread_mutex_lock(&book->lock);
    struct district *district = district_of(book, code);
    if (district && district->names && now - district->names->read_us < KEPT_US) {
        names = district->names;
        names->held++;
    } else if (district && !district->busy && now >= district->again_us) {
        district->busy = *ret_read = true;
        district->again_us = now + AGAIN_US;
    }
    pthread_mutex_unlock(&book->lock);
    return names;
}

static size_t names_kept(const struct names_book *book)
{
    size_t total = 0;
    for (size_t i = 0; i < book->count; i++)
        total += book->districts[i].names ? book->districts[i].names->count : 0;
    return total;
}

static void put(struct names_book *book, const char *code, struct names *names, bool settled)
{
    pthread_mutex_lock(&book->lock);
    struct district *district = district_of(book, code);
    release(district->names);
    district->names = NULL;
    if (names && names_kept(book) + names->count <= NAMES_TOTAL) {
        district->names = names;
        names->held++;
    } else if (settled) {
        district->again_us = clock_monotonic_us() + KEPT_US;
    }
    district->busy = false;
    pthread_mutex_unlock(&book->lock);
}

static void forget(struct names_book *book, const struct names *names)
{
    pthread_mutex_lock(&book->lock);
    for (size_t i = 0; i < book->count; i++)
        if (book->districts[i].names == names) {
            release(book->districts[i].names);
            book->districts[i].names = NULL;
        }
    pthread_mutex_unlock(&book->lock);
}

const char *names_version(struct exchange *x)
{
    bool read = false, settled = false;
    if (x->unnamed || !x->service->names || x->representation != REPRESENT_JSON || !*x->principal.district)
        return NULL;
    if (!x->names) {
        x->names = hold(x->service->names, x->principal.district, &read);
        if (read) {
            x->names = read_names(x, &settled);
            put(x->service->names, x->principal.district, x->names, settled);
        }
        arena_defer(x->arena, release, x->names);
    }
    return x->names ? x->names->version : NULL;
}

/* A uuid in the place of a name. */
static int named_beside(const struct shape *shape, const char *label, size_t length, const char *member)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct column *column = &shape->columns[i];
        if (column->type == VALUE_UUID && strncmp(column->label, label, length) == 0 && strcmp(column->label + length, member) == 0)
            return (int)i;
    }
    return -1;
}

static void find_things(struct naming *naming, const struct shape *shape, struct column *columns)
{
    for (size_t i = 0; i < shape->count; i++) {
        const char *label = shape->columns[i].label, *dot = strrchr(label, '.');
        if (!dot || strcmp(dot, ".id") != 0)
            continue;
        int code = named_beside(shape, label, (size_t)(dot - label), ".code"), name = named_beside(shape, label, (size_t)(dot - label), ".name");
        if (code < 0 && name < 0)
            continue;
        if (code >= 0)
            columns[code].type = VALUE_TEXT;
        if (name >= 0)
            columns[name].type = VALUE_TEXT;
        naming->things[naming->thing_count].id = (int)i;
        naming->things[naming->thing_count].code = code;
        naming->things[naming->thing_count++].name = name;
    }
}

static void begin(struct exchange *x, const struct shape *shape)
{
    struct naming *naming = arena_alloc(x->arena, sizeof *naming);
    struct column *columns = arena_alloc(x->arena, shape->count * sizeof *columns);
    memcpy(columns, shape->columns, shape->count * sizeof *columns);
    naming->things = arena_alloc(x->arena, shape->count * sizeof *naming->things);
    find_things(naming, shape, columns);
    naming->shape = (struct shape){.columns = columns, .count = shape->count};
    naming->cells = arena_alloc(x->arena, shape->count * sizeof *naming->cells);
    x->naming = naming;
}

bool names_stand(struct exchange *x, struct db_result *result, size_t step)
{
    if (!x->names || db_result_rows(result, step) == 0)
        return true;
    size_t length;
    if (db_result_bytes(result, step, 0, "!names", &length)) {
        forget(x->service->names, x->names);
        return false;
    }
    begin(x, db_result_shape(result, step));
    return true;
}

const struct shape *names_shape(const struct exchange *x, const struct shape *shape)
{
    return x->naming ? &x->naming->shape : shape;
}

const struct cell *names_row(struct exchange *x, const struct cell *cells)
{
    struct naming *naming = x->naming;
    if (!naming)
        return cells;
    memcpy(naming->cells, cells, naming->shape.count * sizeof *cells);
    for (size_t i = 0; i < naming->thing_count; i++) {
        const struct cell *id = &cells[naming->things[i].id];
        if (id->length != 16)
            continue;
        const struct name *name = find(x->names, id->data);
        if (!name) {
            forget(x->service->names, x->names);
            return NULL;
        }
        if (naming->things[i].name >= 0)
            naming->cells[naming->things[i].name] = name->name;
        if (naming->things[i].code >= 0)
            naming->cells[naming->things[i].code] = name->code;
    }
    return naming->cells;
}
