"""The drop folder: files that people put into data_lake/landing/.

A file is recognised by its declaration (the form of its name, then its content), put into the raw store,
read through to refuse it at once where it cannot be accepted, and only then removed here. What no source
takes is reported with the reason and the remedy of the source that came nearest, and left where it is.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from orchestration.contracts.declaration import Declaration
from orchestration.errors import ArrivalRefused
from orchestration.ingest.drop_folder.folder import (
    Dropped,
    State,
    dropped_files,
    openable,
    state_of,
)
from orchestration.ingest.drop_folder.intake import Intake, Reader
from orchestration.ingest.drop_folder.match import NotRecognised, recognise
from orchestration.ingest.drop_folder.receipt import Receipt
from orchestration.lake.raw_store import RawStore
from orchestration.progress import stage
from orchestration.settings import Settings
from orchestration.sources.dropped_file import DroppedFile
from orchestration.sources.tables.archives import unpack
from orchestration.storage.files import sha256_of, storage_errors

__all__ = ["Reader", "Receipt", "look", "receive"]

_UNPACKED = ".unpacked-"
_AT_ONCE = 100
"""Files that are written into the ledger together; a crash before that leaves them in the folder."""


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
    `StagingArea.preparse` keeps what it read. A file that is still being written (it changes within
    `settle_seconds`) is left for next time. Raises `StorageError` when the lake cannot be written; then
    the file is still in the folder.
    """
    if not settings.landing.is_dir():
        return []
    for leftover in settings.landing.glob(f"{_UNPACKED}*"):  # a crash left it
        shutil.rmtree(leftover, ignore_errors=True)
    intake = Intake(store, declarations, read)
    receipts: list[Receipt] = []
    taken: list[tuple[Path, State]] = []
    with stage("receive dropped files") as current:
        files = list(dropped_files(settings.landing, settle_seconds))
        for done, dropped in enumerate(files, start=1):
            before = state_of(dropped.path)
            found = _take(dropped, intake)
            receipts += found
            if all(r.status not in ("unrecognised", "waiting") for r in found):
                taken.append((dropped.path, before))
            if len(taken) >= _AT_ONCE:
                taken = _remove(taken, intake)
            current.advance(found[-1].detail, done, len(files))
        _remove(taken, intake)
        current.notes += [receipt.as_note() for receipt in receipts]
        current.detail = _summary(receipts)
    return receipts


def look(settings: Settings, declarations: Mapping[str, Declaration]) -> Iterator[Receipt]:
    """What a refresh would make of each file in the folder. Changes nothing, reads no file through."""
    for dropped in dropped_files(settings.landing, settle_seconds=0):
        if dropped.complaint:
            yield Receipt.left(dropped.shown_name, dropped.complaint, dropped.remedy)
            continue
        try:
            if not _is_zip(dropped):
                with openable(dropped) as path:
                    yield _looked_at(DroppedFile(dropped.name, path), declarations)
                continue
            with tempfile.TemporaryDirectory(prefix="smartcity-") as folder:
                for name, path in unpack(dropped.path, Path(folder)):
                    receipt = _looked_at(DroppedFile(name, path), declarations)
                    yield replace(receipt, file=f"{dropped.shown_name}/{receipt.file}")
        except ArrivalRefused as error:
            yield Receipt(dropped.shown_name, "unrecognised", "").because(error)
        except PermissionError:
            yield _unreadable(dropped)


def _looked_at(file: DroppedFile, declarations: Mapping[str, Declaration]) -> Receipt:
    try:
        declaration, found = recognise(file, declarations)
    except NotRecognised as error:
        return Receipt(file.name, "unrecognised", "", error.source_id).because(error)
    detail = f"is of {declaration.source_id}, {', '.join(found.partitions)}"
    return Receipt(file.name, "waiting", detail, declaration.source_id, found.partitions)


def _take(dropped: Dropped, intake: Intake) -> list[Receipt]:
    if dropped.complaint:
        return [Receipt.left(dropped.shown_name, dropped.complaint, dropped.remedy)]
    try:
        if _is_zip(dropped):
            return _take_archive(dropped, intake)
        with openable(dropped) as path:
            return [intake.take(DroppedFile(dropped.name, path), {})]
    except PermissionError:
        return [_unreadable(dropped)]


def _take_archive(dropped: Dropped, intake: Intake) -> list[Receipt]:
    """Take in each file of a zip; damage in it leaves the zip where it is, after the files before it."""
    receipts: list[Receipt] = []
    came_in = {"archive": dropped.name, "archive_sha256": sha256_of(dropped.path)}
    try:
        with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=dropped.path.parent) as folder:
            for name, unpacked in unpack(dropped.path, Path(folder)):
                receipt = intake.take(DroppedFile(name, unpacked), came_in)
                receipts.append(replace(receipt, file=f"{dropped.shown_name}/{receipt.file}"))
    except ArrivalRefused as error:
        receipts.append(Receipt(dropped.shown_name, "unrecognised", "").because(error))
    return receipts or [
        Receipt.left(dropped.shown_name, "an archive without files", "drop the files themselves")
    ]


def _remove(taken: list[tuple[Path, State]], intake: Intake) -> list[tuple[Path, State]]:
    """Write down what was taken in, then remove the files that did not change since; returns []."""
    intake.flush()
    for path, before in taken:
        if state_of(path) == before:
            with storage_errors(path):
                path.unlink()
    return []


def _is_zip(dropped: Dropped) -> bool:
    return dropped.path.suffix.lower() == ".zip"


def _unreadable(dropped: Dropped) -> Receipt:
    return Receipt.left(dropped.shown_name, "cannot be read", "give this user the right to read it")


def _summary(receipts: list[Receipt]) -> str:
    statuses = [receipt.status for receipt in receipts]
    return ", ".join(f"{statuses.count(s)} {s}" for s in dict.fromkeys(statuses)) or "nothing there"
