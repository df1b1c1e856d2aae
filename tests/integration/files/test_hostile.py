"""Broken and hostile files: each is one line with a code, a place and a remedy, in bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.ingest.drop_folder.receive import Receipt, look
from orchestration.settings import PROJECT_ROOT
from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import GALLERY, GANGNEUNG, NPS_OLD, SDOT_NEW, real_workbook
from tests.support.hostile_files import (
    METHODS,
    crowded_workbook,
    damaged_archive,
    wide_workbook,
    with_sheet,
)

NPS = GALLERY / "nps" / NPS_OLD
WORKBOOK = "산업세세분류별_32030_2023.xlsx"


def refused(lake: FileLake, content: bytes, name: str, *words: str) -> Receipt:
    """Drop it; it is one clear line."""
    lake.drop(content, name)
    (receipt,) = lake.receive()
    assert receipt.status in ("refused", "unrecognised")
    assert receipt.detail.startswith("SC201 ")
    assert " | at " in receipt.detail
    assert " | to do: " in receipt.detail
    assert "\n" not in receipt.detail
    for word in words:
        assert word in receipt.detail
    assert receipt.reason
    assert receipt.remedy
    return receipt


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_member_of_a_zip(lake: FileLake, method: str) -> None:
    refused(lake, damaged_archive(method), "damaged.zip", "a damaged")
    assert (lake.settings.landing / "damaged.zip").exists()


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_member_of_a_workbook(lake: FileLake, method: str) -> None:
    refused(lake, damaged_archive(method, "xl/workbook.xml"), WORKBOOK, "a damaged")


def test_files_before_the_damage_are_taken_in(lake: FileLake) -> None:
    import io
    import zipfile

    stream = io.BytesIO(damaged_archive("deflate"))
    with zipfile.ZipFile(stream) as archive:
        packed = archive.getinfo("nps_workplaces.csv")
    content = bytearray()
    good = io.BytesIO()
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("국민연금_사업장_a.csv", NPS.read_bytes())
        archive.writestr("국민연금_사업장_b.csv", bytes(range(256)) * 400)
        second = archive.getinfo("국민연금_사업장_b.csv")
    content += good.getvalue()
    at = second.header_offset + 30 + len(second.filename.encode()) + 8
    content[at : at + 40] = b"\xff" * 40
    assert packed.compress_size
    lake.drop(bytes(content), "two.zip")
    receipts = lake.receive()
    assert [r.status for r in receipts] == ["loaded", "unrecognised"]
    assert list(lake.stage()["nps_workplaces"]) == ["2022-04"]


@pytest.mark.parametrize("name", [NPS_OLD, SDOT_NEW])
@pytest.mark.parametrize("at_line", [0, 1, 3])
def test_a_line_of_10_mb(lake: FileLake, name: str, at_line: int) -> None:
    folder = "nps" if name == NPS_OLD else "sdot"
    lines = (GALLERY / folder / name).read_bytes().splitlines(keepends=True)
    lines[at_line] = lines[at_line].rstrip(b"\n") + b"x" * 10_000_000 + b"\n"
    refused(lake, b"".join(lines), name, "a line longer than", f"line {at_line + 1}")


@pytest.mark.parametrize("name", [NPS_OLD, SDOT_NEW, "사업체조사_2019.csv"])
def test_a_quote_that_is_never_closed(lake: FileLake, name: str) -> None:
    good = {NPS_OLD: "nps", SDOT_NEW: "sdot"}.get(name)
    path = GALLERY / good / name if good else GALLERY / "mdis" / "사업체조사_2019_good.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = b'"' + lines[2]
    refused(lake, b"".join(lines), name, "an opening quote without a closing one", "line 3")


def test_a_name_in_cp949_is_read(lake: FileLake) -> None:
    lake.settings.landing.mkdir(parents=True)
    path = os.fsencode(lake.settings.landing) + b"/" + NPS_OLD.encode("cp949")
    Path(os.fsdecode(path)).write_bytes(NPS.read_bytes())
    (receipt,) = lake.receive()
    assert (receipt.status, receipt.file) == ("loaded", NPS_OLD)
    lake.stage()
    (snapshot,) = lake.store.active("nps_workplaces")["2022-04"]
    assert snapshot.manifest.file_name == NPS_OLD


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.csv", b"a\x1b[31m.csv", b"a\nb.csv", b"n" * 251 + b".csv"]
)
def test_a_name_that_cannot_be_used_is_said(lake: FileLake, name: bytes) -> None:
    lake.settings.landing.mkdir(parents=True)
    path = Path(os.fsdecode(os.fsencode(lake.settings.landing) + b"/" + name))
    path.write_bytes(NPS.read_bytes())
    (receipt,) = lake.receive()
    assert receipt.status == "unrecognised"
    assert "rename it" in receipt.detail
    assert "\x1b" not in receipt.detail + receipt.file
    receipt.detail.encode()
    receipt.file.encode()
    assert path.exists()
    assert [r.file for r in look(lake.settings, lake.declarations)] == [receipt.file]


@pytest.mark.parametrize(
    "value", ["9" * 5_000, "9" * 20, "²", "1e309", "-1", "٣ ٤", "&#xFFFD;", "true"]
)
def test_what_is_no_count_in_a_workbook(lake: FileLake, value: str) -> None:
    content = with_sheet(
        real_workbook(GANGNEUNG),
        lambda xml: xml.replace(
            '<c r="G13" t="n"><v>5</v></c>', f'<c r="G13" t="str"><v>{value}</v></c>'
        ),
    )
    assert content != real_workbook(GANGNEUNG)
    refused(lake, content, WORKBOOK, "is not a count", "row 13")


def test_surrogates_and_controls_in_a_label_are_stored_as_text(lake: FileLake) -> None:
    content = with_sheet(
        real_workbook(GANGNEUNG),
        lambda xml: xml.replace(
            '<c r="F14" t="inlineStr"><is><t>zErr</t></is></c>',
            '<c r="F14" t="inlineStr"><is><t>_xD800__x0000_&#x202E;zErr</t></is></c>',
        ),
    )
    lake.drop(content, WORKBOOK)
    (receipt,) = lake.receive()
    assert receipt.status == "loaded", receipt.detail
    lake.stage()


_MEASURED = """
import json, resource, sys
from pathlib import Path
from orchestration.errors import ArrivalRefused
from orchestration.sources.city_workbook import provider as workbook
from orchestration.contracts.declaration import load_declarations
from orchestration.sources.dropped_file import DroppedFile
from tests.support import hostile_files as make

path = Path(sys.argv[1])
declaration = load_declarations()["city_workbooks"]
workbook.recognise(declaration, DroppedFile(path.name, Path(sys.argv[2])))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    found = str(workbook.recognise(declaration, DroppedFile(path.name, path)).partitions)
except ArrivalRefused as error:
    found = str(error)
print(json.dumps([found, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024]))
"""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (wide_workbook(40_000), "32030_2023"),
        (wide_workbook(60_000), "more than 50,000 rows"),
        (crowded_workbook(3_100_000), "more than 3,000,000 XML tags"),
    ],
    ids=["wide", "too many rows", "crowded"],
)
def test_memory_stays_bounded(tmp_path: Path, content: bytes, words: str) -> None:
    import json

    (tmp_path / WORKBOOK).write_bytes(content)
    (tmp_path / "good.xlsx").write_bytes(real_workbook(GANGNEUNG))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(tmp_path / WORKBOOK), str(tmp_path / "good.xlsx")],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found, megabytes = json.loads(done.stdout)
    assert words in found
    assert megabytes < 250
