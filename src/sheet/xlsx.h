#pragma once
/* The pieces of a workbook: a ZIP archive of XML parts, each read as a stream and none kept as a tree. */
#include <expat.h>
#include <zip.h>
#include "private.h"

/* One part of the archive as a stream of elements. Names come without their namespace prefix. */
struct part_events {
    void (*start)(struct sheet *sheet, const char *name, const char **attributes);
    void (*end)(struct sheet *sheet, const char *name);
    void (*text)(struct sheet *sheet, const char *text, size_t length); /* NULL = not wanted */
};
struct part {
    struct sheet *sheet;
    const struct part_events *events;
    zip_file_t *file;
    XML_Parser parser;
    uint64_t fed;
    unsigned depth;
    bool paused;
};

/* What a number format makes of a number. */
enum number_kind { NUMBER_PLAIN = 0, NUMBER_DATE = 1, NUMBER_TIME = 2, NUMBER_DATE_TIME = 3 };

#define PATH_SIZE 256
#define NUMBER_SIZE 400
#define MOMENT_SIZE 48

struct strings {
    struct buffer text;   /* each with its terminator */
    struct buffer index;  /* uint32_t: where each begins */
    size_t began;         /* of the string being read */
    bool in_string, in_text;
    unsigned phonetic;    /* depth of readings beside the text, which are no text */
};

struct styles {
    struct { unsigned id; unsigned char kind; } *formats;
    size_t format_count;
    unsigned char *kinds; /* enum number_kind of each cell style */
    size_t count;
    bool in_cell_styles;
};

struct xlsx_reader {
    zip_t *archive;
    uint64_t unpacked;
    struct strings strings;
    struct styles styles;
    bool from_1904;
    char workbook[PATH_SIZE], sheet[PATH_SIZE], strings_path[PATH_SIZE], styles_path[PATH_SIZE];
    struct {              /* while the package is looked through */
        bool macros, hit, is_worksheet;
        unsigned wanted, seen;
        char id[64];
    } look;
    struct part part;     /* the sheet itself */
    bool in_data, in_row, in_cell, in_value, in_inline, ended;
    bool valued;          /* the cell at hand has its value, or its text, already */
    unsigned phonetic;
    size_t column;        /* of the cell at hand */
    size_t next_column;
    char type;            /* 'n' number, 's' shared, 'b' boolean, 't' text, 'd' ISO date */
    size_t style;
    struct buffer value;
};

/* The part's name in the archive, whatever its case. False with no fault noted: there is none. */
bool part_open(struct sheet *sheet, const char *path, const struct part_events *events, struct part *part) __attribute__((warn_unused_result));
/* Read on: 1 when an event called part_pause(), 0 at the end, -1 with the fault noted. */
int part_run(struct part *part) __attribute__((warn_unused_result));
void part_pause(struct part *part);
void part_close(struct part *part);
/* Open, read to the end, close. A part that is not there is SHEET_BROKEN when it is needed, and nothing otherwise. */
bool part_read(struct sheet *sheet, const char *path, const struct part_events *events, bool needed) __attribute__((warn_unused_result));
/* By local name; NULL = not there. */
const char *part_attribute(const char **attributes, const char *name);

/* Is the archive's directory small enough to be opened? False: a fault is noted. */
bool directory_fits(struct sheet *sheet) __attribute__((warn_unused_result));
/* Where the first visible sheet, the strings and the styles are. */
bool package_look(struct sheet *sheet) __attribute__((warn_unused_result));
/* The next visible sheet. False with no fault noted: there is none. */
bool package_next(struct sheet *sheet) __attribute__((warn_unused_result));

bool strings_read(struct sheet *sheet) __attribute__((warn_unused_result));
/* NULL: there is no such string. */
const char *strings_at(const struct strings *strings, uint64_t index, size_t *ret_length);
/* _x000D_ stands for what XML cannot hold. In place; returns the length. */
size_t strings_unescape(char *text, size_t length);

bool styles_read(struct sheet *sheet) __attribute__((warn_unused_result));
enum number_kind styles_kind(const struct styles *styles, size_t style);
enum number_kind format_kind(const char *code);

/* Plain decimal notation, as long as it was written so; with an exponent, or with a fraction and more than 15 significant digits,
 * rounded to those that a spreadsheet shows. `out` takes NUMBER_SIZE bytes. False: no number, or one without end. */
bool number_plain(const char *text, char *out) __attribute__((warn_unused_result));
/* A plain number of days as date, time or both. False: it is none, and stays a number. `out` takes MOMENT_SIZE bytes. */
bool number_moment(const char *plain, enum number_kind kind, bool from_1904, char *out) __attribute__((warn_unused_result));
