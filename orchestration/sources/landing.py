"""The drop folder: files that people put into data_lake/landing/.

A file is recognised by its declaration (the form of its name, then its content), put into the raw
store, read through to refuse it at once where it cannot be accepted, and only then removed here. What
nobody recognises is reported and left where it is.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from orchestration.errors import ArrivalRefused
from orchestration.lake.files import sha256_of, storage_errors
from orchestration.lake.manifest import Payload, Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.progress import stage
from orchestration.settings import Settings
from orchestration.sources.archives import unpack
from orchestration.sources.declaration import Declaration
from orchestration.sources.landing_file import DroppedFile, Recognised, Recogniser, matched_name
from orchestration.sources.landing_waiting import counts_already, note, refuse
from orchestration.sources.provider import provider_of

_STILL_COMING = (".part", ".partial", ".crdownload", ".download", ".tmp")
_UNPACKED = ".unpacked-"
_OURS = frozenset({"README.md", "readme.md", "README.txt"})

Reader = Callable[[Declaration, Snapshot], int]
"""Reads a file through; returns its rows."""


@dataclass(frozen=True)
class Receipt:
    """What became of one file. `detail` is one line for people.

    loaded        new: it waits in the raw store for the next staging
    known         the same bytes count already
    refused       recognised but broken: moved to quarantine/, with the reason
    unrecognised  left in landing/ untouched
    """

    file: str
    status: Literal["loaded", "known", "refused", "unrecognised"]
    detail: str
    source_id: str = ""
    partitions: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class _Desk:
    """Where files are taken in: the store they go to, the sources they may be of, who reads them."""

    store: RawStore
    declarations: Mapping[str, Declaration]
    read: Reader


def receive(
    settings: Settings,
    store: RawStore,
    declarations: Mapping[str, Declaration],
    *,
    read: Reader,
    settle_seconds: float = 1.0,
) -> list[Receipt]:
    """Take in every file in the drop folder; one receipt a file (a zip: one for each file inside).

    `read` reads a file through, returns its rows and raises `ArrivalRefused` where it cannot be accepted:
    `StagingArea.read_ahead` keeps what it read. A file that is still being written (it changes within
    `settle_seconds`) is left for next time. Raises `StorageError` when the lake cannot be written; then
    the file is still in the folder.
    """
    if not settings.landing.is_dir():
        return []
    for leftover in settings.landing.glob(f"{_UNPACKED}*"):  # a crash left it
        shutil.rmtree(leftover, ignore_errors=True)
    desk = _Desk(store, declarations, read)
    receipts: list[Receipt] = []
    with stage("receive dropped files") as current:
        for path, complaint in _dropped(settings.landing, settle_seconds):
            if complaint:
                receipts.append(Receipt(path.name, "unrecognised", complaint))
            else:
                receipts += _take(path, desk)
            current.advance(receipts[-1].detail, done=len(receipts))
        current.detail = _summary(receipts)
    return receipts


def _dropped(landing: Path, settle_seconds: float) -> Iterator[tuple[Path, str]]:
    """Each thing in the folder, with what keeps it from being read ('' for nothing)."""
    paths = sorted(
        p for p in landing.iterdir() if not p.name.startswith(".") and p.name not in _OURS
    )
    before = {path: _state(path) for path in paths}
    if any(time.time() - state[1] < settle_seconds for state in before.values()):
        time.sleep(settle_seconds)
    for path in paths:
        if path.is_symlink():
            yield path, "a link, not a file; drop the file itself"
        elif path.is_dir():
            yield path, "a folder; drop the files themselves, or a zip of them"
        elif not path.is_file():
            yield path, "not a regular file"
        elif path.suffix.lower() in _STILL_COMING or _state(path) != before[path]:
            yield path, "still being written; it is read next time"
        else:
            yield path, ""


def _state(path: Path) -> tuple[int, float]:
    status = path.lstat()
    return status.st_size, status.st_mtime


def _take(path: Path, desk: _Desk) -> list[Receipt]:
    state = _state(path)
    try:
        if path.suffix.lower() == ".zip":
            receipts = _take_archive(path, desk)
        else:
            receipts = [_take_file(DroppedFile(_composed(path.name), path), {}, desk)]
    except ArrivalRefused as error:
        return [Receipt(path.name, "unrecognised", str(error))]
    except PermissionError:
        return [Receipt(path.name, "unrecognised", "cannot be read; give this user the right to")]
    if all(r.status != "unrecognised" for r in receipts) and _state(path) == state:
        with storage_errors(path):
            path.unlink()
    return receipts


def _take_archive(path: Path, desk: _Desk) -> list[Receipt]:
    receipts = []
    came_in = {"archive": _composed(path.name), "archive_sha256": sha256_of(path)}
    with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=path.parent) as folder:
        for name, unpacked in unpack(path, Path(folder)):
            receipt = _take_file(DroppedFile(name, unpacked), came_in, desk)
            receipts.append(replace(receipt, file=f"{path.name}/{name}"))
    return receipts or [Receipt(path.name, "unrecognised", "an archive without files")]


def _take_file(file: DroppedFile, came_in: Mapping[str, Any], desk: _Desk) -> Receipt:
    try:
        declaration, found = _recognised(file, desk.declarations)
    except ArrivalRefused as error:
        return Receipt(file.name, "unrecognised", str(error))
    sha256 = sha256_of(file.path)
    known = Receipt(
        file.name, "known", "loaded before", declaration.source_id, found.partitions, sha256
    )
    new = [
        partition
        for partition in found.partitions
        if not counts_already(desk.store, declaration.source_id, partition, sha256)
    ]
    if not new:
        return known
    try:
        rows = sum(_put(file, p, found.part, came_in, desk, declaration) for p in new)
    except ArrivalRefused as error:
        return replace(known, status="refused", detail=str(error))
    return replace(known, status="loaded", detail=f"{rows:,} rows for {', '.join(new)}")


def _recognised(
    file: DroppedFile, declarations: Mapping[str, Declaration]
) -> tuple[Declaration, Recognised]:
    """The one declaration that `file` belongs to; raises `ArrivalRefused` unless there is one."""
    named = [
        declaration
        for declaration in declarations.values()
        if matched_name(tuple(declaration.request.get("file_names", ())), file.name)
    ]
    found, reasons = [], []
    for declaration in named:
        try:
            provider = cast(Recogniser, provider_of(declaration))
            found.append((declaration, provider.recognise(declaration, file)))
        except ArrivalRefused as error:
            reasons.append(f"{declaration.source_id}: {error.what}")
    if len(found) == 1:
        return found[0]
    if found:
        what = f"several sources recognise it: {', '.join(d.source_id for d, _ in found)}"
    elif reasons:
        what = f"its name fits but its content does not ({'; '.join(reasons)})"
    else:
        what = "no source declares a name like this"
    raise ArrivalRefused(
        what, where=file.name, remedy="docs/sources.md (Drop folder) says how each file is named"
    )


def _put(
    file: DroppedFile,
    partition: str,
    part: str,
    came_in: Mapping[str, Any],
    desk: _Desk,
    declaration: Declaration,
) -> int:
    """Put the file into raw, read it through, let it wait for staging; returns its rows.

    Raises `ArrivalRefused` after keeping a file that cannot be accepted aside.
    """
    snapshot = desk.store.put(
        declaration,
        Payload(
            partition=partition,
            part=part,
            file_name=file.name,
            content=file.path,
            origin="dropped",
            request={"dropped_as": file.name, **came_in},
            retrieved_at=datetime.now(UTC).replace(microsecond=0),
        ),
    )
    try:
        rows = desk.read(declaration, snapshot)
    except ArrivalRefused as error:
        refuse(desk.store, snapshot, str(error))
        raise
    note(desk.store, snapshot, part)
    return rows


def _composed(name: str) -> str:
    """The name as Korean is written: macOS takes syllables apart (NFD)."""
    return unicodedata.normalize("NFC", name)


def _summary(receipts: list[Receipt]) -> str:
    statuses = [receipt.status for receipt in receipts]
    return ", ".join(f"{statuses.count(s)} {s}" for s in dict.fromkeys(statuses)) or "nothing there"
