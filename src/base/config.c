#include "base/config.h"
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/credentials.h"
#include "base/text.h"

#define ENVIRONMENT_PREFIX "WUYE_"
#define FILE_MAX (1 << 20)
#define NAME_MAX_LENGTH 64

struct setting {
    char *text;          /* owned; NULL = the table's default */
    char **items;        /* of a list; owned, NULL-terminated; points into list_text */
    char *list_text;
    size_t item_count;
    const char *from;    /* "default", "file", "credential" or "environment" */
};
struct config {
    char *path;
    struct setting *settings; /* beside config_keys */
};

extern char **environ;

static int find(const char *key)
{
    for (size_t i = 0; i < config_key_count; i++) {
        if (strcmp(config_keys[i].key, key) == 0)
            return (int)i;
    }
    return -1;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Edits (insert, delete, replace) from one text to the other. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_LENGTH + 1];
    size_t b_length = strlen(b);
    if (strlen(a) > NAME_MAX_LENGTH || b_length > NAME_MAX_LENGTH)
        return NAME_MAX_LENGTH;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_length];
}

const char *config_nearest(const char *key)
{
    const char *nearest = NULL;
    size_t best = strlen(key) / 3 + 2;
    for (size_t i = 0; i < config_key_count; i++) {
        size_t edits = distance(key, config_keys[i].key);
        if (edits < best) {
            best = edits;
            nearest = config_keys[i].key;
        }
    }
    return nearest;
}

static bool flag_read(const char *text, bool *ret_flag)
{
    static const char *const yes[] = {"true", "yes", "on", "1"};
    static const char *const no[] = {"false", "no", "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *ret_flag = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    return false;
}

/* One fault line: where, key, what. The value of a secret never stands in it. */
static void value_check(const char *where, const struct config_key *key, const char *value, struct buffer *faults)
{
    int64_t number;
    bool flag;
    const char *what = NULL;
    if (key->kind == CONFIG_NUMBER) {
        if (!text_to_int64(value, &number))
            buffer_printf(faults, "%s: %s: \"%s\" is not a whole number\n", where, key->key, value);
        else if (number < key->minimum || number > key->maximum)
            buffer_printf(faults, "%s: %s: %lld is not within %lld and %lld\n", where, key->key, (long long)number,
                          (long long)key->minimum, (long long)key->maximum);
    } else if (key->kind == CONFIG_FLAG && !flag_read(value, &flag)) {
        buffer_printf(faults, "%s: %s: \"%s\" is neither true nor false\n", where, key->key, value);
    } else if (key->fault && *value && (what = key->fault(value))) {
        buffer_printf(faults, "%s: %s: %s\n", where, key->key, what);
    }
}

static bool list_split(struct setting *setting, const char *text)
{
    size_t most = 2;
    for (const char *c = text; *c; c++)
        most += *c == ',';
    setting->list_text = strdup(text);
    setting->items = calloc(most, sizeof *setting->items);
    if (!setting->list_text || !setting->items)
        return false;
    char *rest = setting->list_text, *item;
    while ((item = strsep(&rest, ","))) {
        item += strspn(item, " \t");
        size_t length = strlen(item);
        while (length && isspace((unsigned char)item[length - 1]))
            item[--length] = '\0';
        if (length)
            setting->items[setting->item_count++] = item;
    }
    return true;
}

static void set(struct config *config, const char *where, const char *name, const char *value, struct buffer *faults)
{
    int index = find(name);
    if (index < 0) {
        const char *nearest = config_nearest(name);
        buffer_printf(faults, nearest ? "%s: %s: no such key; the nearest is %s\n" : "%s: %s: no such key\n", where, name, nearest);
        return;
    }
    if (!text_is_utf8(value, strlen(value))) {
        buffer_printf(faults, "%s: %s: the value is not UTF-8\n", where, name);
        return;
    }
    struct setting *setting = &config->settings[index];
    const char *from = strncmp(where, "environment", 11) == 0 ? "environment" : strncmp(where, "credential ", 11) == 0 ? "credential" : "file";
    if (*from == 'f' && setting->text) {
        buffer_printf(faults, "%s: %s: given twice\n", where, name);
        return;
    }
    value_check(where, &config_keys[index], value, faults);
    free(setting->text);
    setting->text = strdup(value);
    setting->from = from;
    if (!setting->text)
        faults->failed = true;
}

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* Up to a '#' that begins the text or follows a blank. */
static char *bare_value(char *text)
{
    for (char *c = text; *c; c++) {
        bool apart = c == text || c[-1] == ' ' || c[-1] == '\t';
        if (*c == '#' && apart)
            *c = '\0';
    }
    return trim(text);
}

/* The value of a line: in double quotes (\" and \\ inside), or bare. NULL: quotes that do not close, or text behind them. */
static char *value_read(char *text)
{
    if (*text != '"')
        return bare_value(text);
    char *to = text, *from = text + 1;
    for (; *from && *from != '"'; from++) {
        if (*from == '\\' && (from[1] == '"' || from[1] == '\\'))
            from++;
        *to++ = *from;
    }
    if (*from != '"')
        return NULL;
    from += 1 + strspn(from + 1, " \t");
    *to = '\0';
    return *from == '\0' || *from == '#' ? text : NULL;
}

static void line_read(struct config *config, const char *where, char *line, struct buffer *faults)
{
    char *key = trim(line), *value;
    if (*key == '\0' || *key == '#')
        return;
    char *equals = strchr(key, '=');
    if (!equals) {
        buffer_printf(faults, "%s: not of the form key = value\n", where);
        return;
    }
    *equals = '\0';
    key = trim(key);
    value = value_read(trim(equals + 1));
    if (value)
        set(config, where, key, value, faults);
    else
        buffer_printf(faults, "%s: %s: the quotes are not closed, or something follows them\n", where, key);
}

static void file_read(struct config *config, FILE *file, struct buffer *faults)
{
    char *line = NULL, *start, where[4096];
    size_t room = 0, number = 0, total = 0;
    ssize_t length;
    while ((length = getline(&line, &room, file)) >= 0) {
        snprintf(where, sizeof where, "%s:%zu", config->path, ++number);
        total += (size_t)length;
        start = number == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0 ? line + 3 : line;
        if (total > FILE_MAX || strlen(line) != (size_t)length) {
            buffer_printf(faults, "%s: this is no text file\n", where);
            break;
        }
        line_read(config, where, start, faults);
    }
    if (ferror(file))
        buffer_printf(faults, "%s: %s\n", config->path, strerror(errno));
    if (line)
        explicit_bzero(line, room);
    free(line);
}

/* Variables that an orchestrator injects for a service called "wuye" are nobody's typing errors; WUYE_CONFIG names the file. */
static bool injected(const char *name)
{
    return strncmp(name, "SERVICE_", 8) == 0 || strncmp(name, "PORT_", 5) == 0 || strncmp(name, "CONFIG=", 7) == 0;
}

/* One variable, "WUYE_PORT=8080". */
static void variable_read(struct config *config, const char *entry, struct buffer *faults)
{
    char where[NAME_MAX_LENGTH + 32], key[NAME_MAX_LENGTH + 1];
    const char *name = entry + strlen(ENVIRONMENT_PREFIX);
    size_t length = strcspn(name, "=");
    if (length == 0 || length > NAME_MAX_LENGTH || name[length] != '=' || injected(name))
        return;
    for (size_t i = 0; i < length; i++)
        key[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];
    key[length] = '\0';
    snprintf(where, sizeof where, "environment: WUYE_%.*s", (int)length, name);
    set(config, where, key, name + length + 1, faults);
}

/* Those that begin so: all, or the one that says where the secrets are. */
static void variables_read(struct config *config, struct buffer *faults, const char *beginning)
{
    for (char **entry = environ; entry && *entry; entry++) {
        if (strncmp(*entry, ENVIRONMENT_PREFIX, strlen(ENVIRONMENT_PREFIX)) == 0 && strncmp(*entry, beginning, strlen(beginning)) == 0)
            variable_read(config, *entry, faults);
    }
}

/* What the file says, a file of the secret's own name says better; both stay out of the environment. */
static void credentials_read(struct config *config, struct buffer *faults)
{
    int index = find("secrets_dir");
    const char *folder = config->settings[index].text ? config->settings[index].text : getenv("CREDENTIALS_DIRECTORY");
    for (size_t i = 0; folder && *folder && i < config_key_count; i++) {
        char where[4096], *value = NULL;
        snprintf(where, sizeof where, "credential %s/%s", folder, config_keys[i].key);
        if (config_keys[i].kind != CONFIG_SECRET)
            continue;
        enum credential found = credential_read(folder, config_keys[i].key, &value);
        if (found == CREDENTIAL_READ)
            set(config, where, config_keys[i].key, value, faults);
        else if (found == CREDENTIAL_UNREADABLE)
            buffer_printf(faults, "%s: cannot be read as a text of at most 64 KiB\n", where);
        if (value)
            explicit_bzero(value, strlen(value));
        free(value);
    }
}

/* Lists are cut once, so that asking is free and thread-safe. */
static bool lists_split(struct config *config)
{
    for (size_t i = 0; i < config_key_count; i++) {
        struct setting *setting = &config->settings[i];
        const char *text = setting->text ? setting->text : config_keys[i].value;
        if (config_keys[i].kind == CONFIG_LIST && !list_split(setting, text))
            return false;
    }
    return true;
}

bool config_read(const char *path, struct buffer *faults, struct config **ret_config)
{
    size_t before = faults->length;
    struct config *config = calloc(1, sizeof *config);
    if (config)
        config->settings = calloc(config_key_count, sizeof *config->settings);
    if (!config || !config->settings) {
        faults->failed = true;
        config_free(config);
        return false;
    }
    if (!path)
        path = getenv(ENVIRONMENT_PREFIX "CONFIG");
    if (path && *path) {
        config->path = strdup(path);
        FILE *file = config->path ? fopen(path, "re") : NULL;
        if (file) {
            file_read(config, file, faults);
            fclose(file);
        } else {
            buffer_printf(faults, "%s: %s\n", path, strerror(errno));
        }
    }
    variables_read(config, faults, "WUYE_SECRETS_DIR=");
    credentials_read(config, faults);
    variables_read(config, faults, "");
    if (faults->length != before || faults->failed || !lists_split(config)) {
        config_free(config);
        return false;
    }
    *ret_config = config;
    return true;
}

void config_free(struct config *config)
{
    if (!config)
        return;
    for (size_t i = 0; config->settings && i < config_key_count; i++) {
        if (config->settings[i].text)
            explicit_bzero(config->settings[i].text, strlen(config->settings[i].text));
        free(config->settings[i].text);
        free(config->settings[i].items);
        free(config->settings[i].list_text);
    }
    free(config->settings);
    free(config->path);
    free(config);
}

static const char *text_at(const struct config *config, int index)
{
    assert(index >= 0);
    const char *text = config->settings[index].text;
    return text ? text : config_keys[index].value;
}

const char *config_text(const struct config *config, const char *key)
{
    return text_at(config, find(key));
}

int64_t config_number(const struct config *config, const char *key)
{
    int index = find(key);
    int64_t number = 0;
    assert(index >= 0 && config_keys[index].kind == CONFIG_NUMBER);
    return text_to_int64(text_at(config, index), &number) ? number : 0;
}

bool config_flag(const struct config *config, const char *key)
{
    int index = find(key);
    bool flag = false;
    assert(index >= 0 && config_keys[index].kind == CONFIG_FLAG);
    return flag_read(text_at(config, index), &flag) && flag;
}

const char *const *config_list(const struct config *config, const char *key, size_t *ret_count)
{
    int index = find(key);
    assert(index >= 0 && config_keys[index].kind == CONFIG_LIST);
    *ret_count = config->settings[index].item_count;
    return (const char *const *)config->settings[index].items;
}

const char *config_file(const struct config *config)
{
    return config->path;
}

void config_print(const struct config *config, FILE *out)
{
    for (size_t i = 0; i < config_key_count; i++) {
        const char *text = text_at(config, (int)i);
        const char *from = config->settings[i].from;
        if (config_keys[i].kind == CONFIG_SECRET && *text)
            text = "(set)";
        fprintf(out, "%s = %s%s# %s\n", config_keys[i].key, text, *text ? "  " : "", from ? from : "default");
    }
}
