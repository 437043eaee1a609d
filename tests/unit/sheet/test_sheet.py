"""Workbooks of every sort against the reader: those that openpyxl writes, and odd ones made by hand."""
import datetime
import io
import json
import os
import pathlib
import struct
import subprocess
import zipfile

import openpyxl
import pytest

DRIVER = pathlib.Path(os.environ.get("WUYE_BUILD", pathlib.Path(__file__).parents[3] / "build/test")) / "tests/unit/sheet/sheet_driver"
# What was freed counts as memory in use while AddressSanitizer keeps it back.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}
OK, OTHER_KIND, BROKEN, TOO_LARGE, STOPPED = 0, 1, 2, 3, 5

TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Override PartName="/xl/workbook.xml" ContentType="{type}"/>{more}</Types>')
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORKBOOK = ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '{properties}<sheets>{sheets}</sheets></workbook>')
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'
RELATION = '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" Target="{2}"/>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{0}</sheetData></worksheet>'


def read(kind, path, *limits):
    done = subprocess.run([DRIVER, kind, path, *map(str, limits)], capture_output=True, timeout=300, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    *rows, end = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    return rows, end


def cells(path, *limits):
    rows, end = read("xlsx", path, *limits)
    assert end["fault"] == OK, end
    return [row for _, row in rows]


def fault(path, kind="xlsx", *limits):
    return read(kind, path, *limits)[1]["fault"]


@pytest.fixture
def save(tmp_path):
    def saved(workbook, name="book.xlsx"):
        workbook.save(tmp_path / name)
        return tmp_path / name
    return saved


@pytest.fixture
def book(tmp_path):
    """A workbook of parts; what is not given is the simplest there is."""
    def made(rows="", *, sheet=None, strings=None, styles=None, type=MAIN, more="", properties="", sheets=None, relations="", parts=None, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "hand.xlsx"
        related = RELATION.format("rId1", "worksheet", "worksheets/sheet1.xml")
        related += RELATION.format("rId8", "sharedStrings", "sharedStrings.xml") if strings is not None else ""
        related += RELATION.format("rId9", "styles", "/xl/styles.xml") if styles is not None else ""
        contents = {
            "[Content_Types].xml": TYPES.format(type=type, more=more),
            "xl/workbook.xml": WORKBOOK.format(properties=properties, sheets=sheets or '<sheet name="a" sheetId="1" r:id="rId1"/>'),
            "xl/_rels/workbook.xml.rels": RELATIONS.format(related + relations),
            "xl/worksheets/sheet1.xml": sheet if sheet is not None else SHEET.format(rows),
        }
        if strings is not None:
            contents["xl/sharedStrings.xml"] = strings
        if styles is not None:
            contents["xl/styles.xml"] = styles
        contents.update(parts or {})
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name, content in contents.items():
                if content is not None:
                    archive.writestr(name, content)
        return path
    return made


def test_values_of_every_type_come_as_text(save):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["code", "name", "area", "households", "open", "since", "seen", "opens"])
    sheet.append(["001", "和平家园", 2356.1965, 316, True, datetime.date(2026, 11, 21), datetime.datetime(2026, 11, 21, 9, 30, 5), datetime.time(8, 30)])
    sheet.append(["002", None, 0.1 + 0.2, -5, False, datetime.date(1900, 3, 1), datetime.datetime(2026, 1, 1), None])
    sheet.append([12345678901, "=1+1", 1e21, 12345678.9, None, None, None, None])
    sheet["B4"].data_type = "s"
    assert cells(save(workbook)) == [
        ["code", "name", "area", "households", "open", "since", "seen", "opens"],
        ["001", "和平家园", "2356.1965", "316", "true", "2026-11-21", "2026-11-21T09:30:05+08:00", "08:30:00"],
        ["002", None, "0.3", "-5", "false", "1900-03-01", "2026-01-01T00:00:00+08:00"],
        ["12345678901", "=1+1", "1000000000000000000000", "12345678.9"],
    ]


def test_dates_of_the_1904_system_and_as_iso(save):
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.active.append([datetime.date(2026, 11, 21), datetime.datetime(1904, 1, 2, 12)])
    assert cells(save(workbook)) == [["2026-11-21", "1904-01-02T12:00:00+08:00"]]
    workbook = openpyxl.Workbook()
    workbook.iso_dates = True
    workbook.active.append([datetime.date(2026, 11, 21), datetime.datetime(2026, 11, 21, 12, 0, 1)])
    assert cells(save(workbook)) == [["2026-11-21", "2026-11-21T12:00:01+08:00"]]


def test_gaps_hidden_sheets_and_empty_rows(save):
    workbook = openpyxl.Workbook()
    workbook.active.append(["hidden"])
    workbook.active.sheet_state = "veryHidden"
    workbook.create_sheet("also hidden").sheet_state = "hidden"
    shown = workbook.create_sheet("shown")
    shown["C3"] = "c3"
    shown["AB7"] = "ab7"
    shown["A9"].number_format = "0.00"
    workbook.create_sheet("second").append(["no"])
    workbook.active = 2
    rows, end = read("xlsx", save(workbook))
    assert rows == [[3, [None, None, "c3"]], [7, [None] * 27 + ["ab7"]]] and end["fault"] == OK


def test_a_page_that_is_a_chart_is_passed_over(save):
    workbook = openpyxl.Workbook()
    workbook.active.append(["rows"])
    workbook.create_chartsheet(index=0)
    assert cells(save(workbook)) == [["rows"]]


def test_rich_text_is_its_runs_and_not_its_readings(book):
    strings = ('<x:sst xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:si><x:r><x:t>东</x:t></x:r><x:r><x:t xml:space="preserve"> 京</x:t></x:r>'
               '<x:rPh sb="0" eb="2"><x:t>トウキョウ</x:t></x:rPh></x:si><x:si/><x:si><x:t>a_x000D_b_x005F_x0041_ _x0000_ _xZZZZ_</x:t></x:si></x:sst>')
    rows = ('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>'
            '<row><c t="inlineStr"><is><r><t>行</t></r><rPh><t>x</t></rPh><r><t>内</t></r></is></c><c t="str"><f>A1</f><v>of a formula</v></c><c t="e"><v>#REF!</v></c></row>')
    assert cells(book(rows, strings=strings)) == [["东 京", None, "a\rb_x0041_ _x0000_ _xZZZZ_"], ["行内", "of a formula", "#REF!"]]


def test_references_may_be_missing_and_formats_are_the_file_s_own(book):
    styles = ('<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
              '<numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
              '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="31"/><xf numFmtId="22"/></cellXfs></styleSheet>')
    rows = ('<row><c><v>46347</v></c><c s="1"><v>46347</v></c><c s="2"><v>1.5</v></c><c s="3"><v>46347.0</v></c><c s="4"><v>4.634725E4</v></c><c s="99"><v>7</v></c></row>'
            '<row r="5"><c r="B5"><v>1359410.0000000001</v></c><c><v>2</v></c></row>')
    path = book(rows, styles=styles)
    assert read("xlsx", path)[0] == [[1, ["46347", "2026-11-21", "1.5", "2026-11-21", "2026-11-21T06:00:00+08:00", "7"]], [5, [None, "1359410", "2"]]]


def test_names_of_parts_are_found_by_relation_and_in_any_case(book):
    path = book(sheet=None, parts={"xl/worksheets/sheet1.xml": None, "xl/Other/Deep.xml": SHEET.format("<row><c><v>1</v></c></row>")},
                sheets='<sheet name="a" sheetId="1" r:id="rX"/>', relations=RELATION.format("rX", "worksheet", "../xl/other/deep.XML"))
    assert cells(path) == [["1"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_encodings_of_xml(book, encoding):
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>' + SHEET.format('<row><c t="inlineStr"><is><t>和平</t></is></c></row>')
    assert cells(book(sheet=sheet.encode(encoding))) == [["和平"]]


def test_other_files_are_not_of_this_kind(book, tmp_path):
    assert fault(book(type=MAIN.replace("sheet.main", "template.main"))) == OTHER_KIND
    assert fault(book(type="application/vnd.ms-excel.sheet.macroEnabled.main+xml")) == OTHER_KIND
    assert fault(book(more='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>')) == OTHER_KIND
    assert fault(book(parts={"[Content_Types].xml": None})) == OTHER_KIND
    plain = tmp_path / "plain"
    for content in (b"", b"a,b\r\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), b"PK\3\4" + bytes(100), b"%PDF-1.7"):
        plain.write_bytes(content)
        assert fault(plain) == OTHER_KIND
    assert fault(book("<row/>"), "csv") == OTHER_KIND
    for content in (b'PK\3\4\x14\0\0\0\x08\0a"b', b'\xd0\xcf\x11\xe0"a'):  # a quote in a moment, and after what is no UTF-8: not taken for CSV that is broken
        plain.write_bytes(content)
        assert fault(plain, "csv") == OTHER_KIND
    encrypted = bytearray(book("<row><c><v>1</v></c></row>", compression=zipfile.ZIP_STORED).read_bytes())
    at = 0
    while (at := encrypted.find(b"PK\1\2", at)) >= 0:
        encrypted[at + 8] |= 1
        at += 4
    plain.write_bytes(encrypted)
    assert fault(plain) == OTHER_KIND


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("sheet", [
    BOMB + SHEET.format('<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'), OUTSIDE + SHEET.format('<row><c t="str"><v>&a;</v></c></row>'),
    "<!DOCTYPE worksheet>" + SHEET.format(""), "", "<worksheet>", "no xml", SHEET.format("<row><c></row>"), SHEET.format('<row><c t="s"><v>0</v></c></row>'),
    SHEET.format('<row><c t="new"><v>0</v></c></row>'), SHEET.format('<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'), SHEET.format('<row><c r="1A"><v>1</v></c></row>'),
    SHEET.format('<row><c r="XFE1"><v>1</v></c></row>'), SHEET.format('<row r="2"/><row r="2"/>'), SHEET.format("<a>" * 100 + "</a>" * 100),
    '<?xml version="1.0" encoding="GBK"?>' + SHEET.format(""),
    # Cells are written behind one another: rows and cells within others would go past the row's end.
    SHEET.format(("<row>" + '<c t="str"><v>x</v></c>' * 200) * 40 + "</row>" * 40), SHEET.format('<c t="str"><v>x</v></c>' * 300),
    SHEET.format('<row><c t="str"><v>x</v></c></row>' + '<c t="str"><v>x</v></c>' * 300), SHEET.format('<row><c t="str"><c t="str"><v>x</v></c></c></row>'),
    SHEET.format('<row><c t="str"><v>x</v><v>y</v></c></row>'), SHEET.format('<row><c t="inlineStr"><is><t>x</t></is><is><t>y</t></is></c></row>'),
    SHEET.format('<row><c t="str"><v>x</v></c><sheetData/></row>'),
])
def test_what_is_damaged_or_a_trap_is_broken(book, sheet):
    assert fault(book(sheet=sheet)) == BROKEN


def test_parts_that_are_missing_or_cut(book, tmp_path):
    assert fault(book(parts={"xl/workbook.xml": None})) == BROKEN
    assert fault(book(parts={"xl/_rels/workbook.xml.rels": None})) == BROKEN
    assert fault(book(parts={"xl/worksheets/sheet1.xml": None})) == BROKEN
    assert fault(book(sheets='<sheet name="a" sheetId="1" state="hidden" r:id="rId1"/>')) == BROKEN
    assert fault(book(relations=RELATION.format("rId8", "sharedStrings", "x/" * 300))) == BROKEN
    whole = book("".join(f'<row><c t="inlineStr"><is><t>{i * i}</t></is></c></row>' for i in range(1000))).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[:len(whole) // 2])
    assert fault(path) == OTHER_KIND
    spoilt = bytearray(whole)
    at = whole.rindex(b"xl/worksheets/sheet1.xml", 0, whole.index(b"PK\1\2")) + 500
    spoilt[at:at + 8] = b"\xff" * 8
    path.write_bytes(spoilt)
    assert fault(path) == BROKEN


def test_limits_hold(book):
    rows = '<row><c t="inlineStr"><is><t>1234567</t></is></c></row>'
    assert cells(book(rows), 8) == [["1234567"]]
    assert fault(book(rows), "xlsx", 7) == TOO_LARGE
    assert fault(book('<row><c r="C1"><v>1</v></c></row>'), "xlsx", 100, 2) == TOO_LARGE
    assert cells(book('<row><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>'), 100, 2) == [["1"]]
    assert fault(book(rows), "xlsx", 100, 10, 500) == TOO_LARGE


@pytest.mark.parametrize("sheet", [
    SHEET.format('<row><c t="inlineStr"><is><t>' + "a" * (40 << 20) + "</t></is></c></row>"), SHEET.format('<row a="' + "a" * (40 << 20) + '"/>'),
    SHEET.format('<row r="1048577"/>'), "<!--" + "a" * (40 << 20) + "-->" + SHEET.format(""), SHEET.format("<row><c/></row>" * 3000000)], ids=["cell", "tag", "number of a row", "comment", "rows"])
def test_bombs_are_put_out_in_little_memory(book, sheet):
    end = read("xlsx", book(sheet=sheet), 1 << 20, 200, 32 << 20)[1]
    assert end["fault"] == TOO_LARGE and end["peak_kib"] < 100 << 10


def in_zip64(path):
    """The same archive, its end told by the record of large ones."""
    whole = path.read_bytes()
    at = whole.rindex(b"PK\5\6")
    count, size, offset = struct.unpack("<HII", whole[at + 10:at + 20])
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
    path.write_bytes(whole[:at] + record + b"PK\6\7" + struct.pack("<IQI", 0, at, 1) + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xffff, 0xffff, 0xffffffff, 0xffffffff, 0))
    return path


def test_an_archive_with_a_directory_without_end_is_not_opened(book):
    """Reading it costs time with the square of the entries, and memory with the length of their names."""
    row = '<row><c t="str"><v>x</v></c></row>'
    few, many, long = ({f"x/{i}": "" for i in range(100)}, {f"x/{i}": "" for i in range(2500)}, {f"{i}" + "x" * 60000: "" for i in range(12)})
    for change in (lambda path: path, in_zip64):
        assert cells(change(book(row, parts=few))) == [["x"]]
        assert fault(change(book(row, parts=many))) == TOO_LARGE
        assert fault(change(book(row, parts=long))) == TOO_LARGE
    path = book(row, parts=many)
    path.write_bytes(path.read_bytes()[:-2] + struct.pack("<H", 1000) + bytes(1000))
    assert fault(path) == TOO_LARGE, "a comment behind the record hides nothing"


def test_parts_are_stored_or_deflated_and_nothing_else(book):
    """Other methods unpack with dictionaries as large as the file says."""
    row = '<row><c t="str"><v>x</v></c></row>'
    assert cells(book(row, compression=zipfile.ZIP_STORED)) == [["x"]]
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        assert fault(book(row, compression=method)) == BROKEN


def test_a_workbook_that_is_not_wanted_any_more_is_left_where_it_is(book):
    """A million rows that hold nothing are one call of the reader."""
    row = '<row><c t="str"><v>x</v></c></row>'
    rows, end = read("xlsx", book(row + "<row/>" * 1000000 + row), 100, 10, 1 << 30, 1)
    assert rows == [[1, ["x"]]] and end["fault"] == STOPPED and end["line"] < 100000


def test_shared_strings_have_a_bound(book):
    text = "a" * 1000
    strings = "<sst>" + f"<si><t>{text}</t></si>" * 70000 + "</sst>"
    end = read("xlsx", book('<row><c t="s"><v>0</v></c></row>', strings=strings))[1]
    assert end["fault"] == TOO_LARGE


def test_a_hundred_thousand_rows_in_constant_memory(tmp_path):
    """The reader's memory is that of the shared strings, not of the rows."""
    def peak(count):
        out = io.StringIO()
        for i in range(1, count + 1):
            out.write(f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>E{i:07}</t></is></c><c r="B{i}" t="inlineStr"><is><t>和平家园{i}</t></is></c><c r="C{i}"><v>{i}.25</v></c></row>')
        path = tmp_path / "many.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("[Content_Types].xml", TYPES.format(type=MAIN, more=""))
            archive.writestr("xl/workbook.xml", WORKBOOK.format(properties="", sheets='<sheet name="a" sheetId="1" r:id="rId1"/>'))
            archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(RELATION.format("rId1", "worksheet", "worksheets/sheet1.xml")))
            archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(out.getvalue()))
        rows, end = read("xlsx", path)
        assert end["fault"] == OK and len(rows) == count and rows[-1] == [count, [f"E{count:07}", f"和平家园{count}", f"{count}.25"]]
        return end["peak_kib"]
    few, many = peak(1000), peak(100000)
    assert many - few < 8 << 10


def test_all_visible_sheets_are_read_one_after_another_when_asked(save):
    """L9: a ledger has a sheet for each action; a page that is hidden, or is a chart, has no rows."""
    book = openpyxl.Workbook()
    book.active.append(["first"])
    book.create_sheet("empty")
    hidden = book.create_sheet("hidden")
    hidden.append(["nobody sees this"])
    hidden.sheet_state = "hidden"
    book.create_chartsheet("chart")
    last = book.create_sheet("last")
    last["B3"] = "third"
    last["A4"] = 5
    path = save(book)
    rows, end = read("xlsx", path, 1 << 20, 200, 1 << 30, 1 << 40, "all")
    assert end["fault"] == OK and rows == [[0, 1, ["first"]], [2, 3, [None, "third"]], [2, 4, ["5"]]]
    assert cells(path) == [["first"]]


def test_a_later_sheet_that_is_broken_is_told_with_its_line(book):
    second = RELATION.format("rId2", "worksheet", "worksheets/sheet2.xml")
    both = '<sheet name="a" sheetId="1" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId2"/>'
    path = book('<row r="1"><c r="A1"><v>1</v></c></row>', sheets=both, relations=second, parts={"xl/worksheets/sheet2.xml": SHEET.format('<row r="1"><c r="A1"><v>2</v></c></row><row r="2"><c')})
    rows, end = read("xlsx", path, 1 << 20, 200, 1 << 30, 1 << 40, "all")
    assert rows == [[0, 1, ["1"]], [1, 1, ["2"]]] and (end["fault"], end["line"]) == (BROKEN, 2)
    missing = book('<row r="1"><c r="A1"><v>1</v></c></row>', sheets=both, relations=second)
    assert read("xlsx", missing, 1 << 20, 200, 1 << 30, 1 << 40, "all")[1]["fault"] == BROKEN
