"""Which kind of file an upload is, by its content and never by its name, and what to do about it.

A CSV in any of its dialects and an Excel workbook are read; everything else is refused with a
sentence that says what to save it as.
"""

from django.utils.translation import gettext as _

from ..exceptions import FileRefused
from . import limits, text_file
from .table import Sheet
from .workbook import read as read_workbook

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"PK\x05\x06")


def check_size(size: int) -> None:
    """Raise FileRefused when a file of `size` bytes is too large to be opened at all."""
    if size > limits.BYTES:
        raise FileRefused(
            _(
                "The file is larger than %(megabytes)d MB. Remove pictures and sheets that are not"
                " needed, or divide it into several files."
            )
            % {"megabytes": limits.BYTES // (1024 * 1024)}
        )
    if size == 0:
        raise FileRefused(_("The file is empty. Choose the file with your accounts."))


def read(content: bytes) -> list[Sheet]:
    """The file's sheets; never empty. Raises FileRefused with what to do instead."""
    check_size(len(content))
    if content.startswith(ZIP):
        return read_workbook(content)
    _refuse_other_formats(content)
    return [text_file.read(content)]


def _refuse_other_formats(content: bytes) -> None:
    start = content[:2048].lstrip().lower()
    if content.startswith(OLD_OFFICE):
        if ENCRYPTED in content:
            raise FileRefused(
                _(
                    "The workbook is protected by a password. Open it, take the password away"
                    " and save it again as an Excel workbook (.xlsx)."
                )
            )
        raise FileRefused(
            _(
                "This is a workbook in Excel's old format (.xls). Open it in Excel and save it"
                " as an Excel workbook (.xlsx) or as CSV."
            )
        )
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise FileRefused(
            _(
                "This is a web page or an XML file, whatever its name says. Open it in Excel and"
                " save it as an Excel workbook (.xlsx) or as CSV."
            )
        )
    if start.startswith((b"%pdf", b"{\\rtf")) or content.startswith(PICTURES):
        raise FileRefused(
            _(
                "This is a document or a picture, not a table. Save the table as an Excel"
                " workbook (.xlsx) or as CSV."
            )
        )
    if content.startswith(PACKED):
        raise FileRefused(_("This is a packed file. Unpack it and choose the table inside."))
