"""The checks of `smartcity doctor`: versions, keys, services, disk, records, raw data, release, files.

Nothing is changed and no key is sent: a service is reachable if its host accepts a connection.
"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ReleaseError, StorageError
from orchestration.ingest.drop_folder.receive import look
from orchestration.lake.raw_store import RawStore
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.repair.survey import survey
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.storage.files import storage_errors

Status = Literal["ok", "note", "problem"]
FREE_BYTES_NEEDED = 2 * 1024**3
SECONDS_TO_CONNECT = 5.0
_PAGE = 2**16
PINNED = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pandas")


@dataclass(frozen=True)
class Finding:
    """The result of one check. A `note` does not prevent a refresh; `remedy` is '' if the status is ok."""

    check: str
    status: Status
    what: str
    remedy: str = ""


def run_checks(settings: Settings) -> list[Finding]:
    """The findings of all checks, in the order in which to read them."""
    return [
        *versions(),
        *keys(settings),
        *reachability(settings),
        *disk(settings),
        *records(settings),
        *raw_data(settings),
        *current_release(settings),
        *landing(settings),
    ]


def versions() -> Iterator[Finding]:
    """Compare the versions of Python and of the main packages with those in pyproject.toml."""
    python = platform.python_version()
    if sys.version_info < (3, 14):
        yield Finding("python", "ok", python)
    else:
        yield Finding("python", "problem", f"{python} is too new", "use Python 3.11, 3.12 or 3.13")
    wanted = _pinned()
    for package in PINNED:
        try:
            found = version(package)
        except PackageNotFoundError:
            yield Finding(package, "problem", "not installed", "run `make refresh`")
            continue
        pinned = wanted.get(package)
        if pinned in (None, found):
            yield Finding(package, "ok", found)
        else:
            yield Finding(
                package,
                "problem",
                f"{found} is installed, but {pinned} is required",
                "run `make refresh`",
            )


def keys(settings: Settings) -> Iterator[Finding]:
    """Whether each key is set and has a plausible form. No key is shown."""
    missing = {
        "KOSIS_API_KEY": (settings.kosis_api_key, "the bundled census figures are used"),
        "SEOUL_API_KEY": (
            settings.seoul_api_key,
            "no sensor readings are fetched from the service",
        ),
    }
    for name, (key, otherwise) in missing.items():
        if key is None:
            yield Finding(
                name, "note", f"not set: {otherwise}", "see docs/sources.md for how to get a key"
            )
        elif any(c.isspace() or c in "\"'%" for c in key.get_secret_value()):
            yield Finding(
                name, "problem", "contains a blank, quote or percent sign", "copy the key again"
            )
        elif key.get_secret_value() == "sample":
            yield Finding(
                name, "note", "the public sample key: five rows per request", "apply for a key"
            )
        else:
            yield Finding(name, "ok", "set")


def reachability(settings: Settings) -> Iterator[Finding]:
    """Whether the host of each service accepts a connection. The key is not sent."""
    urls = {
        "SMARTCITY_KOSIS_URL": (settings.kosis_url, settings.kosis_api_key),
        "SMARTCITY_SEOUL_URL": (settings.seoul_url, settings.seoul_api_key),
    }
    for name, (url, key) in urls.items():
        try:
            host, port = _address(url)
        except ValueError:
            yield Finding(
                name,
                "problem",
                "is not an http or https address",
                "use the form https://host/path/",
            )
            continue
        try:
            socket.create_connection((host, port), SECONDS_TO_CONNECT).close()
        except OSError as error:
            why = error.strerror or type(error).__name__
            yield Finding(
                name,
                "note" if key is None else "problem",
                f"{host}:{port} does not answer: {why}"
                + ("" if key else " (no key is set, so it is not needed)"),
                "check the network, a proxy, or the address",
            )
        else:
            yield Finding(name, "ok", f"{host}:{port} answers")


def disk(settings: Settings) -> Iterator[Finding]:
    """Whether the lake is writable and has enough free space for a refresh."""
    folder = _existing(settings.lake)
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES_NEEDED:
        yield Finding(
            "disk space",
            "problem",
            f"{free / 1024**3:.1f} GiB free at {folder}",
            "free at least 2 GiB or set SMARTCITY_LAKE to another disk",
        )
    else:
        yield Finding("disk space", "ok", f"{free / 1024**3:.1f} GiB free")
    try:
        _write_in(folder)
    except StorageError as error:
        yield Finding("lake", "problem", f"{folder} cannot be written: {error.what}", error.remedy)
    else:
        yield Finding("lake", "ok", f"{settings.lake} can be written")


def records(settings: Settings) -> Iterator[Finding]:
    """The damaged records of the lake, including the link `current`."""
    damages = survey(settings)
    for damage in damages:
        status: Status = "problem" if damage.stops_work else "note"
        yield Finding("records", status, f"{damage.path}: {damage.what}", damage.remedy)
    if not damages:
        yield Finding("records", "ok", "all records of the lake can be read")


def raw_data(settings: Settings) -> Iterator[Finding]:
    """Whether all active raw files match their SHA-256; reads every one of them.

    A raw file without a readable manifest is a finding of `records`.
    """
    store = RawStore(settings.raw, settings.quarantine)
    intact, damaged = 0, 0
    for source_id in load_declarations():
        for snapshot in store.active_with_manifest(source_id):
            try:
                store.verify(snapshot)
                intact += 1
            except StorageError as error:
                damaged += 1
                yield Finding("raw data", "problem", f"{error.where}: {error.what}", error.remedy)
    if not damaged:
        yield Finding("raw data", "ok", f"{intact} files match their SHA-256")


def current_release(settings: Settings) -> Iterator[Finding]:
    """Whether the files of the current release match their SHA-256; reads every one of them."""
    catalog = ReleaseCatalog(settings.releases)
    current = catalog.current_id()
    if current is None:
        yield Finding("release", "ok", "no release yet")  # a damaged link is a finding of `records`
        return
    try:
        count = verify_checksums(catalog.root / current)
    except ReleaseError as error:
        yield Finding("release", "problem", f"{error.where}: {error.what}", error.remedy)
    else:
        yield Finding("release", "ok", f"{count} files of {current} match their SHA-256")


def landing(settings: Settings) -> Iterator[Finding]:
    """Each file in the drop folder: the source that reads it, or why none does. No file is read in."""
    for receipt in look(settings, load_declarations()):
        name = f"landing/{receipt.file}"
        if receipt.status == "waiting":
            yield Finding(name, "ok", f"{receipt.detail}; the next refresh reads it")
        else:
            near = f"{receipt.source_id}: " if receipt.source_id else ""
            yield Finding(name, "note", near + receipt.reason, receipt.remedy)


def _pinned() -> dict[str, str]:
    """Packages that pyproject.toml pins to one version."""
    import tomllib

    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return dict(line.split("==") for line in project["dependencies"] if "==" in line)


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(url)
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.parents) if p.exists())


def _write_in(folder: Path) -> None:
    """Write a page to the disk and remove it; raises `StorageError` with the cause."""
    import tempfile

    with storage_errors(folder), tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(_PAGE))
        file.flush()
        os.fsync(file.fileno())
