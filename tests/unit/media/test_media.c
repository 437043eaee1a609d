/* Photos made by hand: which of their parts stay, which go, and which make the file one that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "media/media.h"

struct file { unsigned char data[8192]; size_t length; };

static void add(struct file *file, const void *data, size_t length)
{
    assert_true(length <= sizeof file->data - file->length);
    memcpy(file->data + file->length, data, length);
    file->length += length;
}
#define ADD(file, text) add(file, text, sizeof(text) - 1)

static ssize_t read_bytes(void *context, uint64_t at, void *out, size_t room)
{
    const struct file *file = context;
    size_t left = at < file->length ? file->length - (size_t)at : 0, n = left < room ? left : room;
    memcpy(out, file->data + at, n);
    return (ssize_t)n;
}

static bool write_bytes(void *context, const void *data, size_t length)
{
    add(context, data, length);
    return true;
}

static enum media_fault clean(struct file *in, struct file *out)
{
    out->length = 0;
    return media_clean(media_sniff(in->data, in->length), &(struct media_source){read_bytes, in, in->length}, &(struct media_sink){write_bytes, out});
}

static void assert_becomes(struct file *in, const struct file *wanted)
{
    struct file out, again;
    assert_int_equal(clean(in, &out), MEDIA_OK);
    assert_int_equal(out.length, wanted->length);
    assert_memory_equal(out.data, wanted->data, wanted->length);
    assert_int_equal(clean(&out, &again), MEDIA_OK);
    assert_int_equal(again.length, out.length);
    assert_memory_equal(again.data, out.data, out.length);
}

static void assert_refused(struct file *in)
{
    struct file out;
    assert_int_equal(clean(in, &out), MEDIA_MALFORMED);
}

#define SOI "\xff\xd8"
#define EOI "\xff\xd9"
#define JFIF "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define DQT "\xff\xdb\0\5\0\x10\x10"
#define SOF "\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0"
#define SOS "\xff\xda\0\x08\1\1\0\0\x3f\0"
#define SCAN "\x12\x34\xff\0\x56\xff\xd0\x78"
#define IMAGE DQT SOF SOS SCAN
#define GPS "GPS 40.65N 109.84E"
#define ORIENTATION(n) "\xff\xe1\0\x22" "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0" n "\0\0\0\0\0\0"

static void of_a_jpeg_stays_what_shows_it(void **state)
{
    (void)state;
    struct file in = {0}, wanted = {0};
    ADD(&in, SOI JFIF "\xff\xed\0\x14" GPS "\xff\xe1\0\x1a" "http:" GPS "\0" "\xff\xe2\0\x10ICC_PROFILE\0\1\1" "\xff\xe2\0\x14" GPS "\xff\xfe\0\x14" GPS
                 "\xff\xee\0\x10" "Adobe\0\x64\0\0\0\0\1XY" "\xff\xff\xff" DQT SOF SOS SCAN "\xff\xfe\0\x14" GPS SOS SCAN EOI SOI GPS EOI);
    ADD(&wanted, SOI JFIF "\xff\xe2\0\x10ICC_PROFILE\0\1\1" "\xff\xee\0\x0e" "Adobe\0\x64\0\0\0\0\1" DQT SOF SOS SCAN SOS SCAN EOI);
    assert_becomes(&in, &wanted);
}

static void a_preview_in_the_jpeg_goes(void **state)
{
    (void)state;
    struct file in = {0}, wanted = {0};
    ADD(&in, SOI "\xff\xe0\0\x13JFIF\0\1\1\0\0\1\0\1\1\1RGB" "\xff\xe0\0\x0cJFXX\0\x13" "RGBX" IMAGE EOI);
    ADD(&wanted, SOI JFIF IMAGE EOI);
    assert_becomes(&in, &wanted);
}

static void the_orientation_is_the_only_exif_that_stays(void **state)
{
    (void)state;
    struct file big = {0}, little = {0}, wanted = {0};
    ADD(&big, SOI "\xff\xe1\0\x4a" "Exif\0\0MM\0*\0\0\0\x08\0\2" "\x88\x25\0\4\0\0\0\1\0\0\0\x26" "\1\x12\0\3\0\0\0\1\0\6\0\0" "\0\0\0\0" GPS "1234567890" IMAGE EOI);
    ADD(&little, SOI "\xff\xe1\0\x4a" "Exif\0\0II*\0\x08\0\0\0\2\0" "\x25\x88\4\0\1\0\0\0\x26\0\0\0" "\x12\1\3\0\1\0\0\0\6\0\0\0" "\0\0\0\0" GPS "1234567890" IMAGE EOI);
    ADD(&wanted, SOI ORIENTATION("\6") IMAGE EOI);
    assert_becomes(&big, &wanted);
    assert_becomes(&little, &wanted);
}

static void exif_that_leads_astray_goes_as_a_whole(void **state)
{
    (void)state;
    static const char *const tiffs[] = {"MM\0*\xff\xff\xff\xff\0\1", "MM\0*\0\0\0\x08\xff\xff", "MM\0*\0\0\0\x08\0\1", "II*\0\x08\0\0\0\1\0", "XX\0*\0\0\0\x08\0\1",
                                        "MM\0*\0\0\0\x0a" "12", "MM\0*\0\0\0\x09" "12"};
    struct file wanted = {0};
    ADD(&wanted, SOI IMAGE EOI);
    for (size_t i = 0; i < sizeof tiffs / sizeof *tiffs; i++) {
        struct file in = {0};
        ADD(&in, SOI "\xff\xe1\0\x12" "Exif\0\0");
        add(&in, tiffs[i], 10);
        ADD(&in, IMAGE EOI);
        assert_becomes(&in, &wanted);
    }
    struct file none = {0};
    ADD(&none, SOI ORIENTATION("\x09") "\xff\xe1\0\2" "\xff\xe1\0\x08" "Exif\0\0" IMAGE EOI);
    assert_becomes(&none, &wanted);
}

static void a_jpeg_that_is_not_whole_is_refused(void **state)
{
    (void)state;
    struct file whole = {0}, out;
    ADD(&whole, SOI JFIF ORIENTATION("\3") IMAGE EOI);
    assert_int_equal(clean(&whole, &out), MEDIA_OK);
    for (size_t length = 3; length < whole.length; length++) {
        struct file cut = whole;
        cut.length = length;
        assert_refused(&cut);
    }
    static const char *const wrong[] = {"\xff\xe1\0\1", "\xff\xe1\0\0", "\xff\xe1\xff\xff", "\xff\xd0\0\2", "\xff\x01\0\2", "\xff\xd8\0\2", "\xff\0\0\2", "\0\0\0\2", "\xff\xc8\0\2", "\xff\xf0\0\2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct file in = {0};
        ADD(&in, SOI "\xff\xe0\0\2");
        add(&in, wrong[i], 4);
        ADD(&in, IMAGE EOI);
        assert_refused(&in);
    }
    struct file unframed = {0}, empty = {0};
    ADD(&unframed, SOI DQT SOS SCAN EOI);
    ADD(&empty, SOI "\xff\xe0\0\2" EOI);
    assert_refused(&unframed);
    assert_refused(&empty);
}

#define PNG "\x89PNG\r\n\x1a\n"
#define IHDR "\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0CRC_"
#define IDAT "\0\0\0\4IDATdataCRC_"
#define IEND "\0\0\0\0IENDCRC_"
#define SRGB "\0\0\0\1sRGB\0CRC_"
#define CHUNK(name) "\0\0\0\x12" name GPS "CRC_"

static void of_a_png_stays_what_shows_it(void **state)
{
    (void)state;
    struct file in = {0}, wanted = {0};
    ADD(&in, PNG IHDR CHUNK("eXIf") SRGB CHUNK("tEXt") CHUNK("iTXt") IDAT IDAT CHUNK("zTXt") CHUNK("tIME") CHUNK("prVt") CHUNK("acTL") IEND GPS);
    ADD(&wanted, PNG IHDR SRGB IDAT IDAT IEND);
    assert_becomes(&in, &wanted);
}

static void a_png_that_is_not_whole_is_refused(void **state)
{
    (void)state;
    struct file whole = {0};
    ADD(&whole, PNG IHDR SRGB IDAT IEND);
    for (size_t length = 8; length < whole.length; length++) {
        struct file cut = whole;
        cut.length = length;
        assert_refused(&cut);
    }
    static const struct { const char *text; size_t length; } wrong[] = {
#define WRONG(text) {text, sizeof(text) - 1}
        WRONG(PNG IDAT IEND), WRONG(PNG IHDR IHDR IDAT IEND), WRONG(PNG IHDR IEND), WRONG(PNG IHDR CHUNK("XXXX") IDAT IEND), WRONG(PNG IHDR CHUNK("a b1") IDAT IEND),
        WRONG(PNG IHDR "\xff\xff\xff\xffIDATdataCRC_" IEND), WRONG(PNG IHDR "\x7f\xff\xff\xfftEXtdataCRC_" IDAT IEND), WRONG(PNG "\0\0\0\x01IHDR\0CRC_" IDAT IEND),
        WRONG(PNG IHDR IDAT "\0\0\0\1IENDxCRC_"),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct file in = {0};
        add(&in, wrong[i].text, wrong[i].length);
        assert_refused(&in);
    }
}

#define VP8X(flags) "VP8X\x0a\0\0\0" flags "\0\0\0\0\0\0\0\0\0"
#define VP8L "VP8L\5\0\0\0dataX\0"
#define EXIF "EXIF\x12\0\0\0" GPS
#define XMP "XMP \x12\0\0\0" GPS

static void riff(struct file *file, const void *chunks, size_t length)
{
    const unsigned char size[4] = {(unsigned char)(length + 4), (unsigned char)((length + 4) >> 8)};
    ADD(file, "RIFF");
    add(file, size, 4);
    ADD(file, "WEBP");
    add(file, chunks, length);
}
#define RIFF(file, chunks) riff(file, chunks, sizeof(chunks) - 1)

static void of_a_webp_stays_what_shows_it(void **state)
{
    (void)state;
    struct file in = {0}, wanted = {0}, plain = {0};
    RIFF(&in, VP8X("\x3c") "ICCP\2\0\0\0ab" VP8L EXIF XMP "priv\1\0\0\0x\0");
    ADD(&in, GPS);
    RIFF(&wanted, VP8X("\x30") "ICCP\2\0\0\0ab" VP8L);
    assert_becomes(&in, &wanted);
    RIFF(&plain, VP8L);
    assert_becomes(&plain, &plain);
}

static void a_webp_that_is_not_whole_or_moves_is_refused(void **state)
{
    (void)state;
    struct file whole = {0};
    RIFF(&whole, VP8X("\0") VP8L);
    for (size_t length = 12; length < whole.length; length++) {
        struct file cut = whole;
        cut.length = length;
        assert_refused(&cut);
    }
    static const struct { const char *text; size_t length; } wrong[] = {
        WRONG(EXIF), WRONG(VP8L VP8L), WRONG(VP8X("\2") "ANIM\6\0\0\0abcdef" "ANMF\2\0\0\0ab"), WRONG(VP8L VP8X("\0")), WRONG("VP8X\2\0\0\0ab" VP8L), WRONG("VP8L\xff\xff\xff\xff" "data"),
        WRONG("VP8L\5\0\0\0dataX"), WRONG(VP8L "abc"), WRONG(""),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct file in = {0};
        riff(&in, wrong[i].text, wrong[i].length);
        assert_refused(&in);
    }
    struct file small = {0};
    ADD(&small, "RIFF\3\0\0\0WEBP" VP8L);
    assert_refused(&small);
}

static void a_pdf_is_taken_as_it_is_when_it_has_an_end(void **state)
{
    (void)state;
    struct file pdf = {0}, cut = {0};
    ADD(&pdf, "%PDF-1.7\n1 0 obj <</Title (x)>> endobj\n%%EOF\n");
    assert_becomes(&pdf, &pdf);
    ADD(&cut, "%PDF-1.7\n1 0 obj <</Title (x)>> endobj\n");
    assert_refused(&cut);
}

static void what_it_is_is_told_by_its_bytes(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t length; enum media_kind kind; } heads[] = {
        {"\xff\xd8\xff\xe0", 4, MEDIA_JPEG}, {PNG, 8, MEDIA_PNG}, {"RIFF\0\0\0\0WEBP", 12, MEDIA_WEBP}, {"%PDF-1.4", 8, MEDIA_PDF}, {"%PDF-2.0", 8, MEDIA_PDF},
        {"\xff\xd8", 2, MEDIA_UNKNOWN}, {"\0\0\0\x18" "ftypheic", 12, MEDIA_UNKNOWN}, {"RIFF\0\0\0\0WAVE", 12, MEDIA_UNKNOWN}, {"GIF89a", 6, MEDIA_UNKNOWN},
        {"<svg xmlns=", 11, MEDIA_UNKNOWN}, {"PK\3\4", 4, MEDIA_UNKNOWN}, {"%PDF-", 5, MEDIA_UNKNOWN}, {"", 0, MEDIA_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        assert_int_equal(media_sniff(heads[i].bytes, heads[i].length), heads[i].kind);
    assert_null(media_type(MEDIA_UNKNOWN));
    assert_string_equal(media_type(MEDIA_WEBP), "image/webp");
    assert_string_equal(media_ending(MEDIA_JPEG), "jpg");
}

/* More than one window, and a marker across their border. */
static void a_long_scan_is_copied_to_the_bit(void **state)
{
    (void)state;
    struct file in = {0}, wanted;
    ADD(&in, SOI IMAGE);
    while (in.length < 4095)
        ADD(&in, "\x5a");
    ADD(&in, "\xff\0\xff\xd7");
    while (in.length < 8000)
        ADD(&in, "\xa5");
    ADD(&in, EOI);
    wanted = in;
    assert_becomes(&in, &wanted);
}

static ssize_t read_nothing(void *context, uint64_t at, void *out, size_t room)
{
    (void)context, (void)at, (void)out, (void)room;
    return -1;
}

static bool take_nothing(void *context, const void *data, size_t length)
{
    (void)context, (void)data, (void)length;
    return false;
}

static void a_source_that_fails_and_a_sink_that_is_full_are_told_apart(void **state)
{
    (void)state;
    struct file in = {0}, out = {0};
    ADD(&in, SOI IMAGE EOI);
    assert_int_equal(media_clean(MEDIA_JPEG, &(struct media_source){read_nothing, &in, in.length}, &(struct media_sink){write_bytes, &out}), MEDIA_UNREADABLE);
    assert_int_equal(media_clean(MEDIA_JPEG, &(struct media_source){read_bytes, &in, in.length}, &(struct media_sink){take_nothing, &out}), MEDIA_NOT_TAKEN);
    assert_int_equal(media_clean(MEDIA_UNKNOWN, &(struct media_source){read_bytes, &in, in.length}, &(struct media_sink){write_bytes, &out}), MEDIA_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_jpeg_stays_what_shows_it),
        cmocka_unit_test(a_preview_in_the_jpeg_goes),
        cmocka_unit_test(the_orientation_is_the_only_exif_that_stays),
        cmocka_unit_test(exif_that_leads_astray_goes_as_a_whole),
        cmocka_unit_test(a_jpeg_that_is_not_whole_is_refused),
        cmocka_unit_test(of_a_png_stays_what_shows_it),
        cmocka_unit_test(a_png_that_is_not_whole_is_refused),
        cmocka_unit_test(of_a_webp_stays_what_shows_it),
        cmocka_unit_test(a_webp_that_is_not_whole_or_moves_is_refused),
        cmocka_unit_test(a_pdf_is_taken_as_it_is_when_it_has_an_end),
        cmocka_unit_test(what_it_is_is_told_by_its_bytes),
        cmocka_unit_test(a_long_scan_is_copied_to_the_bit),
        cmocka_unit_test(a_source_that_fails_and_a_sink_that_is_full_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
