#include "bars.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "page.h"

#define WIDTH 340
#define LABEL 104      /* wide, with the space after it */
#define VALUE 62       /* what is written after a bar */
#define ROW 25
#define LETTERS 8      /* of a label; what is longer is cut */

static double number_of(const char *text)
{
    double number = text ? strtod(text, NULL) : 0;
    return isfinite(number) && number > 0 ? number : 0;
}

static double longest(const struct bars *drawn)
{
    double most = drawn->percent ? 100 : 0;
    for (size_t i = 0; i < drawn->count; i++)
        most = fmax(most, fmax(number_of(drawn->bars[i].value), number_of(drawn->bars[i].other)));
    return most > 0 ? most : 1;
}

/* The first letters of a name, whole ones, and whether some were left out. */
static void put_label(struct buffer *out, const char *label)
{
    char text[LETTERS * 4 + 8];
    size_t at = 0, letters = 0;
    for (; at < sizeof text - 8 && label[at]; at++) {
        letters += ((unsigned char)label[at] & 0xc0) != 0x80;
        if (letters > LETTERS)
            break;
        text[at] = label[at];
    }
    text[at] = '\0';
    page_put(out, text);
    if (label[at])
        buffer_add_text(out, "…");
}

static void write_bar(struct buffer *out, const struct bar *bar, int top, double most)
{
    int room = WIDTH - LABEL - VALUE;
    int length = (int)lround(number_of(bar->value) * room / most), other = (int)lround(number_of(bar->other) * room / most);
    int end = LABEL + (other > length ? other : length) + 5;
    buffer_printf(out, "<g><title>");
    page_put(out, bar->label);
    buffer_printf(out, "</title><text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", LABEL - 6, top + 14);
    put_label(out, bar->label);
    buffer_printf(out, "</text><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", LABEL, top + 3, length, bar->other ? 9 : 15);
    if (bar->other)
        buffer_printf(out, "<rect class=\"bar2\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"6\"/>", LABEL, top + 13, other);
    buffer_printf(out, "<text class=\"tip\" x=\"%d\" y=\"%d\">", end, top + 14);
    page_put(out, bar->value);
    if (bar->other) {
        buffer_add_text(out, " <tspan class=\"axis\">/ ");
        page_put(out, bar->other);
        buffer_add_text(out, "</tspan>");
    }
    buffer_add_text(out, "</text></g>");
}

static void write_legend(struct buffer *out, const struct bars *drawn)
{
    buffer_add_text(out, "<figcaption><b>");
    page_both(out, drawn->zh, drawn->en);
    buffer_add_text(out, "</b>");
    if (drawn->value_zh)
        buffer_add_text(out, "<br><i class=\"key bar\"></i>");
    page_put(out, drawn->value_zh);
    if (drawn->other_zh)
        buffer_add_text(out, "　<i class=\"key bar2\"></i>");
    page_put(out, drawn->other_zh);
    buffer_add_text(out, "</figcaption>");
}

void bars_write(struct buffer *out, const struct bars *drawn)
{
    if (drawn->count == 0)
        return;
    double most = longest(drawn);
    int height = (int)drawn->count * ROW + 6;
    buffer_add_text(out, "<figure>");
    write_legend(out, drawn);
    buffer_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDTH, height);
    page_put(out, drawn->zh);
    buffer_printf(out, "</title><line class=\"grid\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\"/>", LABEL, LABEL, height);
    for (size_t i = 0; i < drawn->count; i++)
        write_bar(out, &drawn->bars[i], (int)i * ROW + 2, most);
    buffer_add_text(out, "</svg></figure>\n");
}
