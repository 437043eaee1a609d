/* DESIGN. The archive library reads the whole directory of a file before anything can be asked of it, into memory and into a table of names whose
 * collisions anybody can make: the time grows with the square of the entries. So the record at the file's end, which says how large the directory
 * is, is looked at first. A comment may hold what looks like another such record; the directory of each must be in bounds. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "xlsx.h"

/* A workbook has some dozens of parts; each picture is one more. */
#define ENTRIES_MAX 2000
#define DIRECTORY_MAX (512u * 1024)
#define END_SIZE 22
#define END64_SIZE 56
#define LOCATOR_SIZE 20
#define TAIL_MAX (LOCATOR_SIZE + END_SIZE + 65535)

static uint64_t little(const unsigned char *at, int bytes)
{
    uint64_t value = 0;
    while (bytes--)
        value = value << 8 | at[bytes];
    return value;
}

static bool too_large(uint64_t entries_here, uint64_t entries, uint64_t size)
{
    return entries_here > ENTRIES_MAX || entries > ENTRIES_MAX || size > DIRECTORY_MAX;
}

/* The record of a large archive, which stands where its locator says. */
static bool end64_fits(int fd, uint64_t at)
{
    unsigned char end[END64_SIZE];
    if (at > INT64_MAX || pread(fd, end, sizeof end, (off_t)at) != (ssize_t)sizeof end || memcmp(end, "PK\6\6", 4) != 0)
        return true; /* it is none, and the library says so */
    return !too_large(little(end + 24, 8), little(end + 32, 8), little(end + 40, 8));
}

/* `at` is the record's place in the file, and `before` how much of what precedes it is at hand. */
static bool end_fits(int fd, const unsigned char *end, size_t before, uint64_t at)
{
    const unsigned char *locator = end - LOCATOR_SIZE;
    if (before >= LOCATOR_SIZE && memcmp(locator, "PK\6\7", 4) == 0)
        return end64_fits(fd, little(locator + 8, 8));
    uint64_t size = little(end + 12, 4), offset = little(end + 16, 4);
    if (offset + size > at)
        return true; /* four bytes by chance: a directory ends before its record */
    return !too_large(little(end + 8, 2), little(end + 10, 2), size);
}

bool directory_fits(struct sheet *sheet)
{
    static const unsigned char mark[] = {'P', 'K', 5, 6};
    struct stat file;
    if (fstat(sheet->fd, &file) || file.st_size < END_SIZE)
        return true;
    size_t length = file.st_size < TAIL_MAX ? (size_t)file.st_size : TAIL_MAX;
    off_t from = file.st_size - (off_t)length;
    struct buffer tail BUFFER_CLEANUP;
    buffer_init(&tail);
    char *bytes = buffer_reserve(&tail, length);
    if (!bytes)
        return sheet_blame(sheet, SHEET_NO_MEMORY, 0);
    if (pread(sheet->fd, bytes, length, from) != (ssize_t)length)
        return sheet_blame(sheet, SHEET_BROKEN, 0);
    const unsigned char *start = (const unsigned char *)bytes, *last = start + length - END_SIZE;
    for (const unsigned char *at = start; at <= last && (at = memmem(at, (size_t)(last - at) + sizeof mark, mark, sizeof mark)); at++)
        if (!end_fits(sheet->fd, at, (size_t)(at - start), (uint64_t)from + (uint64_t)(at - start)))
            return sheet_blame(sheet, SHEET_TOO_LARGE, 0);
    return true;
}
