"""Receive the files that people put into data_lake/landing/, or preview what a refresh would do with them.

A file is recognised by the pattern of its name and by its content. It is put into the raw store and
parsed, so that a file that cannot be accepted is refused immediately, and only then removed from the
folder. A file that no source recognises stays in the folder; its receipt has the reason and the remedy of
the closest source.
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
    DroppedPath,
    State,
    check_dropped_paths,
    openable_path,
    state_of,
)
from orchestration.ingest.drop_folder.intake import Intake, Parser
from orchestration.ingest.drop_folder.match import NotRecognised, recognise
from orchestration.ingest.drop_folder.receipt import Receipt
from orchestration.lake.raw_store import RawStore
from orchestration.progress import stage
from orchestration.settings import Settings
from orchestration.sources.dropped_file import DroppedFile
from orchestration.sources.tables.archives import unpack
from orchestration.storage.files import sha256_of, storage_errors

__all__ = ["Receipt", "preview", "receive"]

_UNPACKED = ".unpacked-"
_SAVE_EVERY = 100
"""Files that are recorded with one write; after a crash before it they are still in the folder."""


def receive(
    settings: Settings,
    store: RawStore,
    declarations: Mapping[str, Declaration],
    *,
    parse: Parser,
    settle_seconds: float = 1.0,
) -> list[Receipt]:
    """Receive every file of the drop folder; one receipt per file, for a zip one per file inside.

    `parse` is usually `StagingArea.preparse`, which stores what it parsed. A file that changes within
    `settle_seconds` is still being written and stays. Raises `StorageError` where the lake cannot be
    written; then the file stays in the folder.
    """
    if not settings.landing.is_dir():
        return []
    for leftover in settings.landing.glob(f"{_UNPACKED}*"):  # of a crashed run
        shutil.rmtree(leftover, ignore_errors=True)
    intake = Intake(store, declarations, parse)
    receipts: list[Receipt] = []
    received: list[tuple[Path, State]] = []
    with stage("receive dropped files") as current:
        files = list(check_dropped_paths(settings.landing, settle_seconds))
        for done, dropped in enumerate(files, start=1):
            before = state_of(dropped.path)
            found = _receive_one(dropped, intake)
            receipts += found
            if all(r.status not in ("unrecognised", "waiting") for r in found):
                received.append((dropped.path, before))
            if len(received) >= _SAVE_EVERY:
                _save_and_remove(received, intake)
                received = []
            current.advance(found[-1].detail, done, len(files))
        _save_and_remove(received, intake)
        current.notes += [receipt.as_note() for receipt in receipts]
        current.detail = _count_by_status(receipts)
    return receipts


def preview(settings: Settings, declarations: Mapping[str, Declaration]) -> Iterator[Receipt]:
    """For each dropped file the receipt that a refresh would probably give. Changes and parses nothing."""
    for dropped in check_dropped_paths(settings.landing, settle_seconds=0):
        if dropped.problem:
            yield _unreadable(dropped, dropped.problem, dropped.remedy)
            continue
        try:
            if not _is_zip(dropped):
                with openable_path(dropped) as path:
                    yield _preview_one(DroppedFile(dropped.name, path), declarations)
                continue
            with tempfile.TemporaryDirectory(prefix="smartcity-") as folder:
                for name, path in unpack(dropped.path, Path(folder)):
                    receipt = _preview_one(DroppedFile(name, path), declarations)
                    yield replace(receipt, file=f"{dropped.printable_name}/{receipt.file}")
        except ArrivalRefused as error:
            yield Receipt.unrecognised(dropped.printable_name, error)
        except PermissionError:
            yield _no_permission(dropped)


def _preview_one(file: DroppedFile, declarations: Mapping[str, Declaration]) -> Receipt:
    try:
        declaration, found = recognise(file, declarations)
    except NotRecognised as error:
        return Receipt.unrecognised(file.name, error, error.source_id)
    detail = f"belongs to {declaration.source_id}, {', '.join(found.partitions)}"
    return Receipt(file.name, "waiting", detail, declaration.source_id, found.partitions)


def _receive_one(dropped: DroppedPath, intake: Intake) -> list[Receipt]:
    if dropped.problem:
        return [_unreadable(dropped, dropped.problem, dropped.remedy)]
    try:
        if _is_zip(dropped):
            return _receive_archive(dropped, intake)
        with openable_path(dropped) as path:
            return [intake.receive(DroppedFile(dropped.name, path), {})]
    except PermissionError:
        return [_no_permission(dropped)]


def _receive_archive(dropped: DroppedPath, intake: Intake) -> list[Receipt]:
    """Receive each file of a zip. Where it is damaged, the files before are received and the zip stays."""
    receipts: list[Receipt] = []
    archive = {"archive": dropped.name, "archive_sha256": sha256_of(dropped.path)}
    try:
        with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=dropped.path.parent) as folder:
            for name, unpacked in unpack(dropped.path, Path(folder)):
                receipt = intake.receive(DroppedFile(name, unpacked), archive)
                receipts.append(replace(receipt, file=f"{dropped.printable_name}/{receipt.file}"))
    except ArrivalRefused as error:
        receipts.append(Receipt.unrecognised(dropped.printable_name, error))
    return receipts or [
        _unreadable(dropped, "an archive without files", "drop the files themselves")
    ]


def _save_and_remove(received: list[tuple[Path, State]], intake: Intake) -> None:
    """Record the received files on disk, then remove those that did not change since."""
    intake.save()
    for path, before in received:
        if state_of(path) == before:
            with storage_errors(path):
                path.unlink()


def _is_zip(dropped: DroppedPath) -> bool:
    return dropped.path.suffix.lower() == ".zip"


def _unreadable(dropped: DroppedPath, problem: str, remedy: str) -> Receipt:
    name = dropped.printable_name
    return Receipt.unrecognised(name, ArrivalRefused(problem, where=name, remedy=remedy))


def _no_permission(dropped: DroppedPath) -> Receipt:
    return _unreadable(dropped, "cannot be read", "give this user permission to read it")


def _count_by_status(receipts: list[Receipt]) -> str:
    statuses = [receipt.status for receipt in receipts]
    return ", ".join(f"{statuses.count(s)} {s}" for s in dict.fromkeys(statuses)) or "no files"
