"""Files made to hurt, or not what they say: refused fast, small in memory, with what to do."""

import io
import time
import tracemalloc
import zipfile

import pytest

from accounts.exceptions import FileRefused
from accounts.imports import importing, limits, reading, tables
from tests.imports.files import csv_file, raw_xlsx, sheet_xml, text_cells, xlsx_file

SECONDS, MEGABYTES = 2, 50
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def packed(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def damaged() -> bytes:
    content = bytearray(xlsx_file([["Länk"], ["x.com/a"]]))
    start = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[start : start + 60] = b"\x00" * 60
    return bytes(content)


def million_columns() -> bytes:
    cells = "".join(f'<c r="{name}1" t="inlineStr"><is><t>x</t></is></c>' for name in ("A", "XFD"))
    return raw_xlsx(sheet_xml(f'<row r="1">{cells}</row>'))


FILES = {
    "entity bomb": lambda: raw_xlsx(ENTITIES + sheet_xml(text_cells("&c;"))),
    "outside entity": lambda: raw_xlsx(OUTSIDE + sheet_xml(text_cells("&a;"))),
    "zip bomb": lambda: raw_xlsx(b" " * 60_000_000),
    "zip bomb in shared texts": lambda: raw_xlsx(
        sheet_xml(text_cells("a")), {"xl/sharedStrings.xml": b"0" * 200_000_000}
    ),
    "many small parts": lambda: raw_xlsx(
        sheet_xml(text_cells("a")), {f"xl/media/{n}": b"" for n in range(3_000)}
    ),
    "empty elements": lambda: raw_xlsx(sheet_xml("<row>" + "<c/>" * 9_000_000 + "</row>")),
    "macros": lambda: raw_xlsx(sheet_xml(text_cells("a")), {"xl/vbaProject.bin": b"x"}),
    "a million columns": million_columns,
    "a million columns of text": lambda: b"L\xc3\xa4nk;" + b"a;" * 1_000_000,
    "only delimiters": lambda: b";" * 9_000_000,
    "an endless row": lambda: b'Kanal;L\xe4nk\n"' + b'a\n";"' * 1_000_000,
    "an endless line": lambda: b"Kanal;Lank\n" + b"a" * 9_000_000,
    "too many rows": lambda: csv_file([["Länk"]] + [[f"x.com/a{n}"] for n in range(40_000)]),
    "too many rows in a workbook": lambda: raw_xlsx(
        sheet_xml("".join(text_cells("x.com/a", row=n) for n in range(1, 30_000)))
    ),
    "too large": lambda: b"a" * (limits.BYTES + 1),
    "50 MB": lambda: b"\x00" * 50_000_000,
    "NUL": lambda: b"Kanal;L\xe4nk\nX;x.com\x00/a\n",
    "binary": lambda: b"Kanal;Lank\n\x01\x02\x03\n",
    "UTF-32": lambda: "Kanal;Länk".encode("utf-32"),
    "old Excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4_000,
    "protected Excel": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    ),
    "web page": lambda: b"\n<html><table><tr><td>a</td></tr></table></html>",
    "PDF": lambda: b"%PDF-1.7 ...",
    "picture": lambda: b"\x89PNG\r\n\x1a\n....",
    "packed": lambda: packed(a=b"b"),
    "Word": lambda: packed(**{"word__document.xml": b"<a/>", "_rels__.rels": b"<a/>"}),
    "OpenDocument": lambda: packed(**{"content.xml": b"<a/>", "mimetype": b"x"}),
    "binary Excel": lambda: packed(**{"xl__workbook.bin": b"x", "_rels__.rels": b"<a/>"}),
    "damaged": damaged,
    "cut short": lambda: xlsx_file([["Länk"], ["x.com/a"]])[:-50],
    "empty workbook part": lambda: raw_xlsx(""),
    "no accounts": lambda: csv_file([["Recept", "Mjöl"], ["Bullar", "2 dl"]]),
    "only blanks": lambda: b"\n\n;;;\n",
}


@pytest.mark.parametrize("name", FILES)
def test_file_is_refused_fast_and_small(name):
    content = FILES[name]()
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(FileRefused) as refused:
            tables.find(reading.read(content))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # Watching memory makes everything several times slower, so time has its own test below.
    assert peak < MEGABYTES * 1_000_000
    assert str(refused.value).endswith((".", "?"))
    assert time.monotonic() - began < 20 * SECONDS


@pytest.mark.parametrize("name", FILES)
def test_file_is_refused_within_two_seconds(name):
    content = FILES[name]()
    began = time.process_time()
    with pytest.raises(FileRefused):
        tables.find(reading.read(content))
    assert time.process_time() - began < SECONDS


def test_many_merged_ranges_do_not_multiply():
    rows = "".join(text_cells(*["a"] * 20, row=n) for n in range(1, 3_000))
    merged = "".join(
        f'<mergeCell ref="{letter}1:{letter}1048576"/>' for letter in "ABCDEFGHIJKLMNOPQRST" * 900
    )
    content = raw_xlsx(sheet_xml(rows, f"<mergeCells>{merged}</mergeCells>"))
    began = time.process_time()
    with pytest.raises(FileRefused):
        reading.read(content)
    assert time.process_time() - began < SECONDS


def test_a_column_of_passwords_refuses_the_file():
    rows = [["Länk", "Lösenord"], ["https://x.com/lu", "hunter2"]]
    with pytest.raises(FileRefused, match="Lösenord"):
        tables.find(reading.read(csv_file(rows)))


def test_the_largest_file_that_is_taken_is_read():
    rows = [["Länk"]] + [[f"https://x.com/a{n}"] for n in range(limits.ROWS)]
    (table,) = tables.find(reading.read(csv_file(rows)))
    assert len(table.rows) == limits.ROWS


@pytest.mark.django_db
def test_a_text_file_called_workbook_is_read_as_what_it_is():
    prepared = importing.prepare(csv_file([["Länk", "Enhet"], ["https://x.com/lu", "LTH"]]))
    assert prepared.mapping == {"Länk": "url", "Enhet": "unit"}
