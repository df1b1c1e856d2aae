"""Files that are built to break a parser: damaged archives, workbooks that unpack without end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.support.file_gallery import GANGNEUNG, real_workbook

_SHEET = "xl/worksheets/sheet1.xml"
METHODS = {
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}


def damaged_archive(method: str, name: str = "nps_workplaces.csv") -> bytes:
    """A zip of one member whose packed bytes were overwritten in the middle."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", METHODS[method]) as archive:
        info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
        info.compress_type = METHODS[method]
        archive.writestr(info, bytes(range(256)) * 400)
    with zipfile.ZipFile(stream) as archive:
        info = archive.getinfo(name)
        start = info.header_offset + 30 + len(info.filename.encode())
    content = bytearray(stream.getvalue())
    middle = start + info.compress_size // 2
    content[start + 8 : middle] = b"\xff" * (middle - start - 8)
    return bytes(content)


def with_sheet(workbook: bytes, change: Callable[[str], str]) -> bytes:
    """The workbook with the XML of its first sheet changed."""
    return with_sheet_bytes(workbook, lambda xml: change(xml.decode()).encode())


def sheet_of(workbook: bytes) -> bytes:
    """The XML of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(_SHEET)


def with_sheet_bytes(workbook: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """As `with_sheet`, for bytes that need not be text."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            if info.filename == _SHEET:
                content = change(content)
            new.writestr(info.filename, content)
    return stream.getvalue()


def wide_workbook(rows: int) -> bytes:
    """The real form with `rows` more rows that have one cell in the last column of a sheet, XFD."""
    more = "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(100, 100 + rows))
    return with_sheet(
        real_workbook(GANGNEUNG), lambda xml: xml.replace("</sheetData>", more + "</sheetData>")
    )


def crowded_workbook(cells: int) -> bytes:
    """The real form with one more row of `cells` empty cells, compressed at less than 200 : 1."""
    filled = "".join(f'<c s="{n * 7919 % 1009}"/>' for n in range(cells))
    more = f'<row r="100">{filled}</row>'
    return with_sheet(
        real_workbook(GANGNEUNG), lambda xml: xml.replace("</sheetData>", more + "</sheetData>")
    )
