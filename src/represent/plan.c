#include "plan.h"
#include <stdlib.h>
#include <string.h>
#include "represent/writer.h"
#include "value.h"

/* Where the compilation stands: the open objects, each with its label up to and without the dot. */
struct builder {
    struct plan *plan;
    const struct shape *shape;
    size_t depth;
    struct { const char *label; size_t length, opened_at; } open[PLAN_DEPTH_MAX];
    bool needs_comma[PLAN_DEPTH_MAX + 1];
};

bool column_is_written(const struct column *column)
{
    return column->label[0] != '!';
}

bool column_is_writable(const struct column *column)
{
    return column->type != VALUE_BYTEA && column->type != VALUE_UNSUPPORTED;
}

static struct plan_step *add_step(struct builder *builder, enum plan_kind kind)
{
    struct plan_step *step = &builder->plan->steps[builder->plan->step_count++];
    *step = (struct plan_step){ .kind = (unsigned char)kind, .key = (unsigned)builder->plan->keys.length };
    return step;
}

static void add_key(struct builder *builder, struct plan_step *step, const char *name, size_t length)
{
    struct buffer *keys = &builder->plan->keys;
    if (builder->needs_comma[builder->depth])
        buffer_add_byte(keys, ',');
    builder->needs_comma[builder->depth] = true;
    json_write_string(keys, name, length);
    buffer_add_byte(keys, ':');
    step->key_length = (unsigned short)(keys->length - step->key);
}

static void close_object(struct builder *builder)
{
    builder->depth--;
    struct plan_step *opened = &builder->plan->steps[builder->open[builder->depth].opened_at];
    add_step(builder, PLAN_CLOSE);
    opened->skip = (unsigned short)(&builder->plan->steps[builder->plan->step_count - 1] - opened);
}

/* An object opened twice would be a key written twice. */
static bool was_open_before(const struct builder *builder, size_t column, const char *label, size_t length)
{
    for (size_t i = 0; i < column; i++) {
        const char *earlier = builder->shape->columns[i].label;
        if (!strncmp(earlier, label, length) && (earlier[length] == '.' || !earlier[length]))
            return true;
    }
    return false;
}

static bool open_object(struct builder *builder, size_t column, const char *label, size_t start, size_t length)
{
    if (builder->depth == PLAN_DEPTH_MAX || was_open_before(builder, column, label, length))
        return false;
    struct plan_step *step = add_step(builder, PLAN_OPEN);
    add_key(builder, step, label + start, length - start);
    builder->open[builder->depth].label = label;
    builder->open[builder->depth].length = length;
    builder->open[builder->depth].opened_at = builder->plan->step_count - 1;
    builder->needs_comma[++builder->depth] = false;
    return true;
}

static bool holds(const struct builder *builder, size_t depth, const char *label)
{
    size_t length = builder->open[depth].length;
    return !strncmp(builder->open[depth].label, label, length) && label[length] == '.';
}

static bool add_column(struct builder *builder, size_t column)
{
    const char *label = builder->shape->columns[column].label;
    while (builder->depth > 0 && !holds(builder, builder->depth - 1, label))
        close_object(builder);
    size_t start = builder->depth > 0 ? builder->open[builder->depth - 1].length + 1 : 0;
    const char *dot;
    while ((dot = strchr(label + start, '.'))) {
        size_t length = (size_t)(dot - label);
        if (!open_object(builder, column, label, start, length))
            return false;
        start = length + 1;
    }
    struct plan_step *step = add_step(builder, PLAN_CELL);
    add_key(builder, step, label + start, strlen(label + start));
    step->type = (unsigned char)builder->shape->columns[column].type;
    step->column = (unsigned short)column;
    return true;
}

static size_t count_steps(const struct shape *shape)
{
    size_t count = 0;
    for (size_t i = 0; i < shape->count; i++) {
        count++;
        for (const char *at = shape->columns[i].label; (at = strchr(at, '.')); at++)
            count += 2;
    }
    return count;
}

bool plan_init(struct plan *plan, const struct shape *shape)
{
    struct builder builder = { .plan = plan, .shape = shape };
    memset(plan, 0, sizeof *plan);
    buffer_init(&plan->keys);
    plan->steps = calloc(count_steps(shape) + 1, sizeof *plan->steps);
    if (!plan->steps)
        return false;
    for (size_t i = 0; i < shape->count; i++) {
        if (!column_is_written(&shape->columns[i]))
            continue;
        if (!column_is_writable(&shape->columns[i]) || !add_column(&builder, i)) {
            plan_release(plan);
            return false;
        }
    }
    while (builder.depth > 0)
        close_object(&builder);
    plan->fixed = plan->keys.length + 2 * plan->step_count + PUT_SLACK;
    if (!buffer_reserve(&plan->keys, PUT_SLACK)) {
        plan_release(plan);
        return false;
    }
    memset(plan->keys.data + plan->keys.length, 0, PUT_SLACK);
    return true;
}

void plan_release(struct plan *plan)
{
    free(plan->steps);
    buffer_release(&plan->keys);
    plan->steps = NULL;
}
