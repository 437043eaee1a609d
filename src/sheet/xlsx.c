#include "private.h"

bool xlsx_open(struct sheet *sheet)
{
    return sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, 0);
}

int xlsx_next(struct sheet *sheet)
{
    sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, 0);
    return -1;
}

void xlsx_close(struct xlsx_reader *xlsx)
{
    (void)xlsx;
}
