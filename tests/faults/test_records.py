"""Each kind of record with each kind of damage: one line says what is wrong, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.contracts.datasets import REVISIONS
from orchestration.errors import SmartCityError
from orchestration.release.catalog import HELD, PINS, RECORD, ReleaseCatalog, read_record
from orchestration.release.checksums import write_checksums
from orchestration.repair.survey import survey
from orchestration.settings import Settings
from orchestration.storage.files import write_json
from tests.conftest import run_smartcity
from tests.faults.conftest import require_sound
from tests.support.quick_releases import publish_once, refresh_quickly
from tests.support.slow import slow

pytestmark = pytest.mark.faults

DAMAGES: dict[str, bytes] = {
    "empty": b"",
    "null": b"null",
    "list": b'["a", 1, {}]',
    "number": b"12345678901234567890123",
    "wrong inside": b'{"release_id": [], "2023": 7, "versions": [], "sha256": {}, "process": "x"}',
    "strange key": b'{"../../etc/passwd": ["../../../etc"], "\\u0000": ["a"]}',
    "binary": bytes(range(256)) * 8,
    "deep": b"[" * 100_000,
    "cut": b'{"source_id": "kosis_census", "partition": "20',
}
"""Content that crashes, editors and disks leave instead of JSON."""

REFRESHED = "wrong inside"
"""The damage with which every command and a refresh are run."""
SLOW = ("trace", "diff")


@dataclass(frozen=True)
class Record:
    """A kind of record: the path in the lake, and how commands and `doctor` treat a damaged one."""

    pattern: str
    stops: tuple[str, ...] = ()
    """Commands that end with an error."""
    status: str = "problem"
    """Its status in `doctor`."""


CENSUS = "raw/kosis_census"
RECORDS: dict[str, Record] = {
    "active snapshots": Record(f"{CENSUS}/active.json", ("refresh",)),
    "manifest": Record(f"{CENSUS}/2023/*/manifest.json", ("refresh", "trace")),
    "ledger": Record(f"{CENSUS}/ledger.json", ("refresh",)),
    "handoff": Record(f"{CENSUS}/handoff.json", status="note"),
    "verified raw": Record("raw/verified.json", status="note"),
    "verified staged": Record("staged/verified.json", status="note"),
    "verified release": Record("releases/verified.json", status="note"),
    "index of staged files": Record("staged/index.json", status="note"),
    "preparsed file": Record("staged/.preparsed/x.json", status="note"),
    "holder of the lock": Record(".refresh.holder.json", status="note"),
    "known fingerprints": Record("releases/seen.json", status="note"),
    "pins": Record("releases/pins.json", ("releases", "keep")),
    "current release": Record(
        f"releases/current/{RECORD}", ("status", "releases", "trace", "validate")
    ),
    "older release": Record("releases/OLDER/" + RECORD, ("releases", "rollback")),
    "held release": Record(f"releases/{HELD}*/{RECORD}", ("accept",)),
    "revised values": Record(f"{CENSUS}/revisions/2023__a__b.parquet", ("refresh",)),
}


@pytest.fixture(scope="module")
def prepared_lake(bundled_lake: Path, warehouses, tmp_path_factory) -> Iterator[Path]:
    """The bundled lake with a record of every kind: an older release, a held one, a pin, revisions."""
    lake = shutil.copytree(bundled_lake, tmp_path_factory.mktemp("records") / "lake", symlinks=True)
    current = ReleaseCatalog(lake / "releases").current()
    publish_once(lake, warehouses(2)[1])
    catalog = ReleaseCatalog(lake / "releases")
    older = catalog.current()
    (catalog.root / "current").unlink()
    (catalog.root / "current").symlink_to(current.name)
    held = shutil.copytree(older, catalog.root / f"{HELD}{older.name}")
    write_json(held / RECORD, {**read_record(held).model_dump(), "previous_id": current.name})
    write_checksums(held)
    write_json(catalog.root / PINS, {older.name: "cited in a report"})
    write_json(catalog.root / "seen.json", {"release_id": current.name, "fingerprints": []})
    write_json(lake / CENSUS / "ledger.json", {"versions": {}, "pending": {}, "again": {}})
    write_json(lake / ".refresh.holder.json", {"process": 1, "since": "2026-01-01T00:00:00"})
    write_json(lake / "staged" / "verified.json", {})
    batch = {"name": "x", "snapshots": [], "rows": 0, "files": {}}
    write_json(lake / "staged" / ".preparsed" / "x.json", batch)
    (lake / CENSUS / "revisions").mkdir()
    pq.write_table(REVISIONS.empty_table(), lake / CENSUS / "revisions" / "2023__a__b.parquet")
    return lake


@pytest.fixture
def lake(prepared_lake: Path, tmp_path: Path) -> Path:
    """A copy of the prepared lake, with hard links: tests replace files and do not write into them."""
    return shutil.copytree(prepared_lake, tmp_path / "lake", symlinks=True, copy_function=os.link)


@pytest.fixture
def ask(lake: Path, monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    """`ask(command, ...)` in this process: exit status and what was printed, or our error's line."""
    from orchestration.commands.app import app

    monkeypatch.setenv("SMARTCITY_LAKE", str(lake))
    monkeypatch.setattr("orchestration.doctor.check_reachability", lambda settings: [])

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        try:
            app(list(arguments))
        except SystemExit as done:
            return int(done.code or 0), capsys.readouterr().out
        except SmartCityError as error:
            return error.exit_status, str(error)
        raise AssertionError("a command ends with a status")

    return run


def path_of(lake: Path, record: Record) -> Path:
    catalog = ReleaseCatalog(lake / "releases")
    older = next(r.release_id for r in catalog.all() if r.release_id != catalog.current_id())
    pattern = record.pattern.replace("OLDER", older).replace("current", catalog.current().name)
    return next(lake.glob(pattern))


def spoil(path: Path, content: bytes) -> None:
    """Replace the file by one with this content; hard links to it keep the old bytes."""
    path.unlink()
    path.write_bytes(content)


def commands(lake: Path) -> dict[str, list[str]]:
    releases = lake / "releases"
    current = (releases / "current").readlink().name
    older = next(
        p.name
        for p in releases.iterdir()
        if p.name not in ("current", current) and p.is_dir() and p.name[0] != "."
    )
    key = "year = 2023 and region_code = '11' and ksic_code = '62' and measure = 'employees'"
    return {
        "status": ["status"],
        "releases": ["releases"],
        "doctor": ["doctor", "--json"],
        "query": ["query", "select count(*) from industry_share"],
        "trace": ["trace", "industry_share", "--where", key],
        "diff": ["diff", current, older],
        "rollback": ["rollback", older],
        "keep": ["release", "--keep", "9"],
        "accept": ["release", "--accept", "a reason"],
    }


@pytest.mark.parametrize("damage", [slow(d) if d == REFRESHED else d for d in DAMAGES])
@pytest.mark.parametrize("kind", RECORDS)
def test_record(kind: str, damage: str, lake: Path, ask, warehouses, tmp_path: Path) -> None:
    """Commands end with one line or work; `doctor` lists the record; `repair` and a refresh restore it."""
    record, prepared = RECORDS[kind], warehouses(3)[2]
    path = path_of(lake, record)
    asked = commands(lake)
    spoil(path, DAMAGES[damage])
    before = (lake / "releases" / "current").readlink().name

    found = [d for d in survey(settings_of(lake)) if path in (d.path, d.path / RECORD)]
    assert len(found) == 1, found
    assert found[0].stops_work == (record.status == "problem")
    for command, arguments in asked.items():
        if command in ("rollback", "accept") and command not in record.stops:
            continue  # they would change what the next ones see
        if command in SLOW and command not in record.stops and damage != REFRESHED:
            continue
        status, said = ask(*arguments)
        if command == "doctor":
            listed = [f for f in json.loads(said) if f["check"] == "records"]
            assert str(found[0].path) in " ".join(f["what"] for f in listed)
            assert {f["status"] for f in listed} == {record.status}
            assert all(f["to do"] for f in listed)
        elif command in record.stops:
            assert status != 0, (command, said)
            assert said.startswith("SC") or command == "releases", said
            assert len(said.splitlines()) == 1 or command == "releases"
        else:
            assert status == 0, (command, said)
    if "validate" in record.stops:
        status, said = ask("validate")
        assert (status, len(said.splitlines())) == (1, 1), said
    assert (lake / "releases" / "current").readlink().name == before

    if "refresh" in record.stops:
        with pytest.raises(SmartCityError, match="SC301") as caught:
            refresh_quickly(lake, prepared)
        assert "smartcity repair" in caught.value.remedy
        assert str(path) in caught.value.where
        assert (lake / "releases" / "current").readlink().name == before
    elif damage == REFRESHED and record.status == "note":
        refresh_quickly(lake, prepared)  # what only saves work needs no repair
        require_sound_again(lake)
    assert ask("repair")[0] == 0
    left = survey(settings_of(lake))
    assert [d.place for d in left] == (["current release"] if kind == "current release" else [])
    if damage == REFRESHED:
        refresh_quickly(lake, prepared)
        assert ask("repair")[0] == 0, "the damaged release is no longer the current one"
        require_sound_again(lake)


def require_sound_again(lake: Path) -> None:
    assert survey(settings_of(lake)) == []
    current = ReleaseCatalog(lake / "releases").current()
    assert read_record(current).release_id == current.name


def settings_of(lake: Path) -> Settings:
    return Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]


def test_rebuilt_records_are_the_lost_ones(lake: Path, ask) -> None:
    """The file of active snapshots and a manifest are rebuilt from the staged data, with equal content."""
    files = [lake / CENSUS / "active.json", next(lake.glob(f"{CENSUS}/2023/*/manifest.json"))]
    wanted = [json.loads(f.read_bytes()) for f in files]
    for file in files:
        spoil(file, b"[]")
    status, said = ask("repair")
    assert status == 0
    assert "rebuilt from the staged data" in " ".join(said.split())
    assert [json.loads(f.read_bytes()) for f in files] == wanted
    for file in files:
        spoil(file, b"[]")
    shutil.rmtree(lake / "staged")
    assert ask("repair")[0] == 0, "a release lists the snapshots, too"
    assert [json.loads(f.read_bytes()) for f in files] == wanted


def test_lost_pins_lose_no_release(lake: Path, ask) -> None:
    """Before the list of pins is repaired nothing is removed; afterwards every release is pinned."""
    spoil(lake / "releases" / PINS, b"{")
    assert ask("release", "--keep", "1")[0] == 1
    assert ask("repair")[0] == 0
    assert len(ReleaseCatalog(lake / "releases").pins()) == 2
    assert ask("release", "--keep", "1") == (0, "removed: no release\n")


def test_pending_dropped_files_of_a_damaged_ledger_are_listed(lake: Path, ask) -> None:
    """The ledger knew which dropped files are pending: `repair` lists the path of each."""
    folder = next((lake / CENSUS / "2023").iterdir())
    manifest = folder / "manifest.json"
    spoil(manifest, manifest.read_bytes().replace(b'"bundled"', b'"dropped"'))
    write_json(lake / CENSUS / "active.json", {})
    spoil(lake / CENSUS / "ledger.json", b"null")
    _, said = ask("repair", "--json")
    assert str(next(p for p in folder.iterdir() if p != manifest)) in json.loads(said)[0]["outcome"]


def as_folder(link: Path, releases: Path) -> None:
    shutil.copytree(releases / link.readlink(), releases / "copy")
    link.unlink()
    (releases / "copy").rename(link)


POINTERS: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "outside": (lambda link, r: (link.unlink(), link.symlink_to(r.parent.parent)), "outside"),
    "absolute outside": (lambda link, r: (link.unlink(), link.symlink_to("/tmp")), "outside"),
    "itself": (lambda link, r: (link.unlink(), link.symlink_to("current")), "does not exist"),
    "nothing": (lambda link, r: (link.unlink(), link.symlink_to("r-0")), "does not exist"),
    "hidden": (lambda link, r: (link.unlink(), link.symlink_to(".held-x")), "does not exist"),
    "missing": (lambda link, r: link.unlink(), "is missing, although there are releases"),
    "a folder": (as_folder, "is a folder"),
    "a file": (lambda link, r: (link.unlink(), link.write_text("r-0")), "is a file"),
}


@pytest.mark.parametrize("pointer", POINTERS)
@pytest.mark.parametrize("way", ["repair", "rollback", "refresh"])
def test_pointer(pointer: str, way: str, lake: Path, ask, warehouses) -> None:
    """`current` is damaged where it is not a link to a release; three commands repair it."""
    releases = lake / "releases"
    asked, damage = commands(lake), POINTERS[pointer]
    current = (releases / "current").readlink().name
    damage[0](releases / "current", releases)
    for command in ("status", "query", "trace", "releases"):
        status, said = ask(*asked[command])
        assert status == 1, said
        assert said.startswith("SC601 `current`"), said
        assert damage[1] in said
    findings = json.loads(ask("doctor", "--json")[1])
    assert any(damage[1] in f["what"] for f in findings if f["check"] == "records")
    if way == "repair":
        assert ask("repair")[0] == 0
    elif way == "rollback":
        assert ask("rollback", current)[0] == 0
    else:
        refresh_quickly(lake, warehouses(1)[0])
    require_sound_again(lake)
    require_sound(lake)


@pytest.mark.parametrize("kind", ["manifest", "active snapshots", "current release", slow("pins")])
def test_the_real_command(kind: str, lake: Path) -> None:
    """The real command, with Dagster, ends with one line; `repair` and `refresh` restore the record."""
    record = RECORDS[kind]
    path = path_of(lake, record)
    for other in (lake / "releases").glob("*/" + RECORD):
        if other.parent.name not in ("current", ReleaseCatalog(lake / "releases").current_id()):
            shutil.rmtree(other.parent)  # made of small marts: to compare with it holds a real one
    spoil(path, b"[]")
    done = run_smartcity(lake, "refresh", "--force")
    assert "Traceback" not in done.stderr
    if "refresh" in record.stops:
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith("error: SC301 ")
    repaired = run_smartcity(lake, "repair")
    assert repaired.returncode == 0, repaired.stderr
    again = run_smartcity(lake, "refresh")
    assert again.returncode == 0, again.stderr
    assert run_smartcity(lake, "status").returncode == 0
    require_sound_again(lake)


def test_rollback_to_the_link_itself(lake: Path, ask) -> None:
    """`current` is not a release: after a rollback to it the link would point to itself."""
    status, said = ask("rollback", "current")
    assert (status, said.split(" | ")[0]) == (1, "SC601 there is no release current")
    require_sound_again(lake)


def test_a_record_that_is_too_large(lake: Path, monkeypatch) -> None:
    """A file beyond the limit is not read into memory."""
    monkeypatch.setattr("orchestration.storage.records.MOST_BYTES", 1000)
    spoil(lake / "releases" / PINS, b" " * 2000)
    with pytest.raises(SmartCityError, match="larger than 1,000 bytes"):
        ReleaseCatalog(lake / "releases").pins()
