/* What cells look like, and what a sheet that is printed has over one that is not. */
#include "workbook_parts.h"

#define XF(number, font, border) "<xf numFmtId=\"" number "\" fontId=\"" font "\" fillId=\"0\" borderId=\"" border "\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\">"
#define ALIGNED(horizontal) "<alignment horizontal=\"" horizontal "\" vertical=\"center\" wrapText=\"1\"/></xf>"

/* Cell formats in the order of enum workbook_style. */
const char workbook_styles[] = XML
    "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
    "<fonts count=\"5\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"18\"/><name val=\"宋体\"/></font><font><sz val=\"11\"/><name val=\"宋体\"/></font><font><b/><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
    "<border><left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/><bottom style=\"thin\"/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"13\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"2\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    XF("49", "2", "0") "<alignment horizontal=\"center\" vertical=\"center\"/></xf>"
    XF("49", "3", "0") "<alignment horizontal=\"left\" vertical=\"center\"/></xf>"
    XF("49", "3", "0") "<alignment horizontal=\"right\" vertical=\"center\"/></xf>"
    XF("49", "4", "1") ALIGNED("center")
    XF("49", "3", "1") ALIGNED("left")
    XF("0", "3", "1") ALIGNED("center")
    XF("164", "3", "1") ALIGNED("center")
    "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

void workbook_block(struct workbook *workbook, unsigned kind, unsigned rows)
{
    struct buffer *blocks = &workbook->blocks[kind];
    for (; rows > 0x7f; rows >>= 7)
        buffer_add_byte(blocks, (char)(0x80 | (rows & 0x7f)));
    buffer_add_byte(blocks, (char)rows);
    workbook->xml.failed |= blocks->failed;
}

static unsigned next_block(const struct buffer *blocks, size_t *at)
{
    unsigned rows = 0;
    for (unsigned shift = 0; *at < blocks->length; shift += 7) {
        unsigned char byte = (unsigned char)blocks->data[(*at)++];
        rows |= (byte & 0x7fu) << shift;
        if (!(byte & 0x80))
            break;
    }
    return rows;
}

static void merge_block(struct buffer *xml, uint32_t columns, unsigned first, unsigned rows)
{
    for (unsigned column = 0; column < 26 && rows > 1; column++)
        if (columns >> column & 1)
            buffer_printf(xml, "<mergeCell ref=\"%c%u:%c%u\"/>", 'A' + (int)column, first, 'A' + (int)column, first + rows - 1);
}

static void merge_blocks(struct workbook *workbook, const struct buffer *blocks, uint32_t columns, struct buffer *out)
{
    unsigned row = workbook->form->head_rows + 1;
    for (size_t at = 0; at < blocks->length;) {
        unsigned rows = next_block(blocks, &at);
        merge_block(&workbook->xml, columns, row, rows);
        row += rows;
        if (workbook->xml.length >= DRAIN)
            workbook_drain(workbook, out);
    }
}

void workbook_form_end(struct workbook *workbook, struct buffer *out)
{
    const struct workbook_form *form = workbook->form;
    buffer_add_text(&workbook->xml, "<mergeCells>");
    for (size_t i = 0; form->merged[i]; i++)
        buffer_printf(&workbook->xml, "<mergeCell ref=\"%s\"/>", form->merged[i]);
    for (size_t kind = 0; kind < WORKBOOK_BLOCKS; kind++)
        merge_blocks(workbook, &workbook->blocks[kind], form->block_columns[kind], out);
    buffer_add_text(&workbook->xml, "</mergeCells><printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"
                    "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>");
}

void workbook_print_titles(const struct workbook *workbook, struct buffer *text)
{
    bool any = false;
    for (size_t i = 0; i < workbook->sheets; i++) {
        if (!workbook->title_rows[i])
            continue;
        buffer_printf(text, "%s<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%zu\">'%s'!$1:$%u</definedName>", any ? "" : "<definedNames>", i, workbook->names[i],
                      workbook->title_rows[i]);
        any = true;
    }
    buffer_add_text(text, any ? "</definedNames>" : "");
}
