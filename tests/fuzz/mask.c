/* libFuzzer: whatever the text, masking ends, what is not masked stays in its order and to the letter, and a telephone number between blanks never
 * comes through. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "auth/secret.h"

static const char *const tokens[] = {"[电话]", "[证件号]", "[车牌]", "[门牌]", "[姓名]", "[邮箱]", "[账号]"};

static size_t token_at(const char *text)
{
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        if (strncmp(text, tokens[i], strlen(tokens[i])) == 0)
            return strlen(tokens[i]);
    }
    return 0;
}

/* Without its tokens, the result is a subsequence of the text. */
static void is_kept(const char *text, const char *masked)
{
    while (*masked) {
        size_t token = token_at(masked);
        if (token > 0 && strncmp(text, masked, token) != 0) {
            masked += token;
            continue;
        }
        while (*text && *text != *masked)
            text++;
        assert(*text);
        text++;
        masked++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    struct arena *arena = arena_new(8 << 20);
    const char *text = arena_strndup(arena, (const char *)data, size);
    char *masked = mask_text(arena, text, strlen(text));
    assert(masked && strlen(masked) <= 8 * strlen(text) + 1);
    if (!memchr(text, '[', strlen(text)))
        is_kept(text, masked);
    const char *beside = arena_printf(arena, "%s。\n13977310245\n。%s", text, text);
    masked = mask_text(arena, beside, strlen(beside));
    assert(masked && !strstr(masked, "\n13977310245\n"));
    arena_free(arena);
    return 0;
}
