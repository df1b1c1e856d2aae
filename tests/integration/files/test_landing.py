"""The drop folder: normal use, interrupted runs and hostile archives."""

from __future__ import annotations

import io
import os
import stat
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest

from orchestration.errors import StorageError
from orchestration.lake.raw_store import RawStore
from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import (
    GALLERY,
    MDIS_GOOD,
    NPS_NEW,
    NPS_OLD,
    SDOT_NEW,
    WORKBOOK_GOOD,
)

NPS = GALLERY / "nps" / NPS_OLD


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def test_no_folder_and_no_files_give_no_receipts(lake: FileLake) -> None:
    assert lake.receive() == []
    lake.settings.landing.mkdir(parents=True)
    (lake.settings.landing / "README.md").write_text("what to drop here")
    (lake.settings.landing / ".hidden").write_text("")
    assert lake.receive() == []
    assert lake.stage() == {source: {} for source in lake.declarations}


def test_data_sets_without_data_are_empty_tables(lake: FileLake) -> None:
    lake.stage()
    for dataset in ("census_cells", "sdot_readings", "nps_workplaces", "left_out"):
        assert lake.rows(f"select count(*) from {dataset}") == [(0,)]


def test_a_file_is_loaded_once(lake: FileLake) -> None:
    lake.drop(NPS, NPS_OLD)
    assert [r.status for r in lake.receive()] == ["loaded"]
    lake.drop(NPS, NPS_OLD)
    assert [r.status for r in lake.receive()] == ["known"]  # already pending
    first = lake.stage()
    lake.drop(NPS, f"copy of {NPS_OLD}")
    assert [r.status for r in lake.receive()] == ["known"]  # already active
    assert not list(lake.settings.landing.iterdir())
    assert lake.stage() == first
    (snapshot,) = lake.store.active("nps_workplaces")["2022-04"]
    assert snapshot.manifest.origin == "dropped"
    assert snapshot.manifest.request == {"dropped_as": NPS_OLD}
    assert snapshot.manifest.retrieved_at is not None


def test_a_crash_after_the_file_was_received_loses_nothing(lake: FileLake) -> None:
    lake.drop(NPS, NPS_OLD)
    lake.receive()
    assert not list(lake.settings.landing.iterdir())
    # the process ends here; the next one finds the file in raw and stages it
    assert list(lake.stage()["nps_workplaces"]) == ["2022-04"]
    assert lake.receive() == []


def test_a_full_disk_leaves_the_file_in_the_folder(
    lake: FileLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lake.drop(NPS, NPS_OLD)

    def full(*_: object) -> None:
        raise StorageError("no space left", remedy="free disk space")

    monkeypatch.setattr(RawStore, "_write", full)
    with pytest.raises(StorageError):
        lake.receive()
    assert path.read_bytes() == NPS.read_bytes()


def test_a_broken_file_does_not_affect_other_files(lake: FileLake) -> None:
    """Weekly files of one month: one is refused, the pending ones of the same month are staged."""
    good = (GALLERY / "sdot" / SDOT_NEW).read_bytes()
    lake.drop(good, SDOT_NEW)
    lake.receive()
    lake.drop(good.replace(b"20.0", b"warm"), "S_DOT_ENV_broken.csv")
    lake.drop(good.replace(b"V02Q194", b"V02Q195"), "S_DOT_ENV_2026.08.03-08.09.csv")
    lake.drop(NPS, NPS_OLD)
    statuses = {r.file: r.status for r in lake.receive()}
    assert statuses == {
        "S_DOT_ENV_broken.csv": "refused",
        "S_DOT_ENV_2026.08.03-08.09.csv": "loaded",
        NPS_OLD: "loaded",
    }
    lake.stage()
    assert lake.rows("select count(distinct sensor_id) from sdot_readings") == [(4,)]
    assert lake.rows("select count(*) > 0 from nps_workplaces") == [(True,)]
    assert lake.receive() == []


def test_unrecognised_files_stay_in_the_folder(lake: FileLake) -> None:
    lake.drop(b"a,b\n1,2\n", "holiday.csv")
    lake.drop(b"", "nothing")
    lake.drop(NPS, NPS_OLD + ".crdownload")
    (lake.settings.landing / "folder").mkdir()
    (lake.settings.landing / "link.csv").symlink_to(NPS)
    os.mkfifo(lake.settings.landing / "pipe.csv")
    receipts = {r.file: r for r in lake.receive()}
    assert set(receipts) == {
        "holiday.csv",
        "nothing",
        NPS_OLD + ".crdownload",
        "folder",
        "link.csv",
        "pipe.csv",
    }
    assert {r.status for r in receipts.values()} == {"unrecognised"}
    assert "no source declares a name like this" in receipts["holiday.csv"].detail
    assert "a link" in receipts["link.csv"].detail
    assert {p.name for p in lake.settings.landing.iterdir()} == set(receipts)


def test_a_file_that_is_still_being_written_stays(lake: FileLake) -> None:
    path = lake.drop(NPS.read_bytes()[:400], NPS_OLD)
    real = time.sleep

    def write_on(seconds: float) -> None:
        real(0.01)
        path.write_bytes(NPS.read_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", write_on)
        (receipt,) = lake.receive(settle_seconds=5)
    assert (receipt.status, "still being written" in receipt.detail) == ("unrecognised", True)
    assert [r.status for r in lake.receive()] == ["loaded"]


def test_decomposed_korean_names_are_composed(lake: FileLake) -> None:
    lake.drop(NPS, unicodedata.normalize("NFD", NPS_OLD))
    (receipt,) = lake.receive()
    assert (receipt.status, receipt.file) == ("loaded", NPS_OLD)


def test_a_newer_file_of_a_period_replaces_the_old_one(lake: FileLake) -> None:
    lake.drop(NPS, NPS_OLD)
    lake.receive()
    lake.stage()
    lake.drop(NPS.read_bytes().replace(b",20,1000000,", b",21,1000000,"), NPS_OLD)
    lake.receive()
    lake.stage()
    assert lake.rows("select max(insured), count(distinct snapshot_id) from nps_workplaces") == [
        (31, 1)
    ]


def test_zip_of_files(lake: FileLake) -> None:
    korean = zipfile.ZipInfo("2022/" + NPS_OLD)
    path = lake.drop(
        zipped(
            ("a/", b""),
            (korean, NPS.read_bytes()),
            (WORKBOOK_GOOD, (GALLERY / "workbook" / WORKBOOK_GOOD).read_bytes()),
            ("__MACOSX/._x", b"x"),
        ),
        "files.zip",
    )
    assert {(r.file, r.status) for r in lake.receive()} == {
        (f"files.zip/{NPS_OLD}", "loaded"),
        (f"files.zip/{WORKBOOK_GOOD}", "loaded"),
    }
    assert not path.exists()
    assert not list(lake.settings.landing.iterdir())
    lake.stage()
    (snapshot,) = lake.store.active("nps_workplaces")["2022-04"]
    assert snapshot.manifest.request["archive"] == "files.zip"
    assert len(snapshot.manifest.request["archive_sha256"]) == 64


def test_unpacked_files_of_a_crashed_run_are_removed(lake: FileLake) -> None:
    leftover = lake.settings.landing / ".unpacked-abc"
    leftover.mkdir(parents=True)
    (leftover / "0.csv").write_bytes(b"half")
    assert lake.receive() == []
    assert not leftover.exists()


def test_zip_with_cp949_names(lake: FileLake) -> None:
    """Korean Windows stores names in CP949 without setting a flag."""
    content = zipped(("N" * len(NPS_OLD.encode("cp949")), NPS.read_bytes()))
    content = content.replace(b"N" * len(NPS_OLD.encode("cp949")), NPS_OLD.encode("cp949"))
    lake.drop(content, "korean.zip")
    (receipt,) = lake.receive()
    assert (receipt.file, receipt.status) == (f"korean.zip/{NPS_OLD}", "loaded")


def test_zip_with_an_unrecognised_file_stays(lake: FileLake) -> None:
    path = lake.drop(zipped((NPS_OLD, NPS.read_bytes()), ("what.txt", b"?")), "mixed.zip")
    assert [r.status for r in lake.receive()] == ["loaded", "unrecognised"]
    assert path.exists()
    assert [r.status for r in lake.receive()] == ["known", "unrecognised"]


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def _encrypted() -> bytes:
    content = bytearray(zipped((NPS_OLD, NPS.read_bytes())))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def _with_false_size() -> bytes:
    content = bytearray(zipped((NPS_OLD, b"x" * 100_000)))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


HOSTILE = {
    "outside.zip": (zipped(("../../evil.csv", b"x")), "is outside the archive"),
    "absolute.zip": (zipped(("/etc/evil.csv", b"x")), "is outside the archive"),
    "drive.zip": (zipped(("C:/evil.csv", b"x")), "is outside the archive"),
    "backslash.zip": (zipped(("..\\..\\evil.csv", b"x")), "is outside the archive"),
    "control.zip": (zipped(("e\x1bvil.csv", b"x")), "name cannot be used"),
    "long.zip": (zipped(("n" * 300 + ".csv", b"x")), "name cannot be used"),
    "link.zip": (zipped((_link(), b"/etc/passwd")), "a link or a device"),
    "bomb.zip": (zipped(("zeros.csv", b"\0" * (32 << 20))), "packed"),
    "many.zip": (zipped(*((f"{i}.csv", b"") for i in range(1001))), "1,001 members"),
    "nested.zip": (zipped(("inner.zip", zipped(("a.csv", b"x")))), "an archive inside"),
    "hidden_nested.zip": (zipped(("inner.csv", zipped(("a.csv", b"x")))), "an archive inside"),
    "encrypted.zip": (_encrypted(), "encrypted"),
    "lying.zip": (_with_false_size(), ""),
    "damaged.zip": (zipped((NPS_OLD, NPS.read_bytes()))[:-40], "damaged"),
    "no.zip": (b"not a zip", "damaged"),
    "empty.zip": (zipped(), "an archive without files"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_stay_in_the_folder(lake: FileLake, tmp_path: Path, name: str) -> None:
    content, words = HOSTILE[name]
    path = lake.drop(content, name)
    before = set(tmp_path.rglob("*"))
    (receipt,) = lake.receive()
    assert receipt.status == "unrecognised", receipt
    assert words in receipt.detail
    assert "\x1b" not in receipt.detail
    assert "\n" not in receipt.detail
    assert path.read_bytes() == content
    assert set(tmp_path.rglob("*")) == before


def test_a_workbook_with_a_zip_bomb_is_refused(lake: FileLake) -> None:
    lake.drop(zipped(("xl/workbook.xml", b" " * (32 << 20))), WORKBOOK_GOOD)
    (receipt,) = lake.receive()
    assert receipt.status == "unrecognised"
    assert "packed" in receipt.detail


def test_files_of_all_sources_at_once(lake: FileLake) -> None:
    lake.drop(GALLERY / "mdis" / MDIS_GOOD, MDIS_GOOD)
    lake.drop(GALLERY / "workbook" / WORKBOOK_GOOD, WORKBOOK_GOOD)
    lake.drop(GALLERY / "sdot" / SDOT_NEW, SDOT_NEW)
    lake.drop(GALLERY / "nps" / NPS_NEW, NPS_NEW)
    assert {r.status for r in lake.receive()} == {"loaded"}
    assert {source: list(rows) for source, rows in lake.stage().items()} == {
        "mdis_census": ["2019"],
        "city_workbooks": ["31010_2023"],
        "sdot_weekly": ["2026-07", "2026-08"],
        "nps_workplaces": ["2024-05"],
    }
