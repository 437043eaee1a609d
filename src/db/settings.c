#include "settings.h"
#include <stdio.h>

static const char *const setting_names[SETTINGS_NAMES] = {
    "wuye.district", "wuye.street", "wuye.community", "wuye.firm", "wuye.user", "wuye.request_id",
};
#define MIX_WRITES (1u << SETTINGS_NAMES)
#define MIX_CUSTOM (2u << SETTINGS_NAMES)
#define MIX_USER (4u << SETTINGS_NAMES)
#define MIX_CLIENT (8u << SETTINGS_NAMES)

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static void read_holder(struct settings *settings, const struct db_caller *caller)
{
    if (caller->holder == DB_HOLDER_NONE)
        return;
    settings->mix |= caller->holder == DB_HOLDER_USER ? MIX_USER : MIX_CLIENT;
    settings->values[settings->value_count++] = text_or_empty(caller->district);
    settings->values[settings->value_count++] = text_or_empty(caller->user);
    settings->values[settings->value_count++] = text_or_empty(caller->epoch);
}

void settings_read(struct settings *settings, const struct db_trip *trip)
{
    const struct db_caller *caller = trip->caller;
    const char *const all[SETTINGS_NAMES] = {
        caller->district, caller->street, caller->community, caller->firm, caller->user, caller->request_id,
    };
    settings->mix = (trip->writes ? MIX_WRITES : 0) | (trip->custom_plan ? MIX_CUSTOM : 0);
    settings->value_count = 0;
    for (unsigned i = 0; i < SETTINGS_NAMES; i++) {
        if (!all[i] || !all[i][0])
            continue;
        settings->mix |= 1u << i;
        settings->values[settings->value_count++] = all[i];
    }
    read_holder(settings, caller);
    snprintf(settings->name, sizeof settings->name, "s%03x", settings->mix & (SETTINGS_MIXES - 1));
}

/* "… is not null and …": no set_config() is null, so each one runs, and one bool comes back instead of many texts. */
static void add_setting(struct buffer *out, const char *name, const char *value)
{
    buffer_printf(out, " and set_config('%s', '%s', true) is not null", name, value);
}

static void add_value(char *const *literals, unsigned *number, struct buffer *out)
{
    if (literals)
        buffer_add_text(out, literals[(*number)++]);
    else
        buffer_printf(out, "$%u", ++*number);
}

static void add_question(const struct settings *settings, char *const *literals, unsigned *number, struct buffer *out)
{
    if (!(settings->mix & (MIX_USER | MIX_CLIENT)))
        return;
    buffer_printf(out, " and %s_admitted(", settings->mix & MIX_USER ? "user" : "client");
    for (unsigned i = 0; i < SETTINGS_VALUES_MAX - SETTINGS_NAMES; i++) {
        buffer_add_text(out, i ? ", " : "");
        add_value(literals, number, out);
    }
    buffer_add_text(out, ")");
}

static void add_common(const struct settings *settings, char *const *literals, struct buffer *out)
{
    unsigned number = 0;
    buffer_add_text(out, "select true");
    for (unsigned i = 0; i < SETTINGS_NAMES; i++) {
        if (!(settings->mix & (1u << i)))
            continue;
        buffer_printf(out, " and set_config('%s', ", setting_names[i]);
        add_value(literals, &number, out);
        buffer_add_text(out, ", true) is not null");
    }
    add_question(settings, literals, &number, out);
    if (!(settings->mix & MIX_WRITES))
        add_setting(out, "transaction_read_only", "on");
    if (settings->mix & MIX_CUSTOM)
        add_setting(out, "plan_cache_mode", "force_custom_plan");
}

void settings_text(const struct settings *settings, const struct pool_settings *limits, struct buffer *out)
{
    char milliseconds[16];
    add_common(settings, NULL, out);
    if (settings->mix & MIX_WRITES) {
        /* Waiting for a lock ends well before the deadline, because that ending is a known outcome. */
        snprintf(milliseconds, sizeof milliseconds, "%u", limits->write_timeout_ms / 2 + 1);
        add_setting(out, "lock_timeout", milliseconds);
        add_setting(out, "statement_timeout", "0");
        return;
    }
    snprintf(milliseconds, sizeof milliseconds, "%u", limits->read_timeout_ms);
    add_setting(out, "statement_timeout", milliseconds);
}

void settings_export_text(const struct settings *settings, char *const *literals, struct buffer *out)
{
    add_common(settings, literals, out);
    add_setting(out, "statement_timeout", "0");
    /* Whoever stops reading an export closes the connection; the server notices even in the midst of a sort. */
    add_setting(out, "client_connection_check_interval", "1000");
}
