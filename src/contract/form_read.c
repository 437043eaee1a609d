#include <string.h>
#include "contract/parameter.h"
#include "fault.h"
#include "pairs.h"

#define PAIRS_MAX 64

/* False after a fault. */
static bool add_pair(json_t *form, const struct pair *pair, struct faults *faults)
{
    const char *name = percent_decode(faults->arena, pair->name, pair->name_length, true);
    const char *value = percent_decode(faults->arena, pair->value ? pair->value : "", pair->value_length, true);
    if (!name || !value) {
        fault_add(faults, "", "malformed", "表单的编码有误", "the form is not properly encoded");
        return false;
    }
    struct place place = {.name = name};
    if (json_object_get(form, name)) {
        fault_say(faults, &place, "repeated", "成员重复", "is given twice");
        return false;
    }
    if (json_object_size(form) < PAIRS_MAX && json_object_set_new(form, name, json_string(value)) == 0)
        return true;
    fault_add(faults, "", "maxProperties", "表单的成员过多", "the form has too many members");
    return false;
}

json_t *form_read(const char *text, size_t length, struct faults *faults)
{
    size_t before = faults->total;
    struct pair pair;
    json_t *form = json_object();
    for (const char *at = text, *end = text + length; form && pair_next(&at, end, &pair);) {
        if (!add_pair(form, &pair, faults))
            break;
    }
    if (faults->total == before && form)
        return form;
    if (faults->total == before)
        fault_add(faults, "", "memory", "内存不足", "out of memory");
    json_decref(form);
    return NULL;
}
