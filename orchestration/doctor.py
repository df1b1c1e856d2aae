"""`smartcity doctor`: check the installation, keys, network, disk and lake, with a remedy per problem.

Nothing is changed and no key is sent: a provider is reachable when its host accepts a connection.
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
from orchestration.ingest.drop_folder.receive import preview
from orchestration.lake.raw_store import RawStore
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.repair.survey import survey
from orchestration.services import SERVICES
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.storage.files import storage_errors

Status = Literal["ok", "note", "problem"]
FREE_BYTES_NEEDED = 2 * 1024**3
SECONDS_TO_CONNECT = 5.0
_PAGE = 2**16
PINNED = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pandas")


@dataclass(frozen=True)
class Finding:
    """The result of one check. A `note` limits what a refresh can do; `remedy` is '' when ok."""

    check: str
    status: Status
    what: str
    remedy: str = ""


def run_checks(settings: Settings) -> list[Finding]:
    """Run all checks, in the order in which a user should read them."""
    return [
        *check_versions(),
        *check_keys(settings),
        *check_reachability(settings),
        *check_disk(settings),
        *check_records(settings),
        *check_raw_data(settings),
        *check_current_release(settings),
        *check_drop_folder(settings),
    ]


def check_versions() -> Iterator[Finding]:
    """Python and the packages that the results depend on, against the versions in pyproject.toml."""
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


def check_keys(settings: Settings) -> Iterator[Finding]:
    """Which keys are set and whether they look like one; never what they are."""
    for service in SERVICES.values():
        name, key = service.key_variable, settings.api_keys.get(service.name)
        if key is None:
            yield Finding(
                name,
                "note",
                f"not set: {service.without_key}",
                "see docs/sources.md for how to get a key",
            )
        elif any(c.isspace() or c in "\"'%" for c in key.get_secret_value()):
            yield Finding(
                name, "problem", "contains a blank, quote or percent sign", "copy the key again"
            )
        elif service.is_public(key):
            yield Finding(
                name, "note", f"the public key: {service.public_key_limit}", "apply for a key"
            )
        else:
            yield Finding(name, "ok", "set")


def check_reachability(settings: Settings) -> Iterator[Finding]:
    """Whether the host of each provider accepts a connection. The key is not sent."""
    for service in SERVICES.values():
        name, key = service.url_variable, settings.api_keys.get(service.name)
        try:
            host, port = _address(settings.url_of(service.name))
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


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Whether the lake can be written and has room for a refresh."""
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


def check_records(settings: Settings) -> Iterator[Finding]:
    """Every record of the lake that is damaged, and whether `current` leads to a release."""
    damages = survey(settings)
    for damage in damages:
        status: Status = "problem" if damage.stops_work else "note"
        yield Finding("records", status, f"{damage.path}: {damage.what}", damage.remedy)
    if not damages:
        yield Finding("records", "ok", "all records of the lake can be read")


def check_raw_data(settings: Settings) -> Iterator[Finding]:
    """Whether all active raw files have their recorded bytes: reads every file.

    Files without a readable manifest are reported by `check_records`.
    """
    store = RawStore(settings.raw, settings.quarantine)
    intact, damaged = 0, 0
    for source_id in load_declarations():
        for snapshot in store.readable_active(source_id):
            try:
                store.verify(snapshot)
                intact += 1
            except StorageError as error:
                damaged += 1
                yield Finding("raw data", "problem", f"{error.where}: {error.what}", error.remedy)
    if not damaged:
        yield Finding("raw data", "ok", f"{intact} files match their SHA-256")


def check_current_release(settings: Settings) -> Iterator[Finding]:
    """Whether the files of the current release are as published: reads every file."""
    catalog = ReleaseCatalog(settings.releases)
    current = catalog.current_id()
    if current is None:
        yield Finding(
            "release", "ok", "no release yet"
        )  # a damaged link is reported by `check_records`
        return
    try:
        count = verify_checksums(catalog.root / current)
    except ReleaseError as error:
        yield Finding("release", "problem", f"{error.where}: {error.what}", error.remedy)
    else:
        yield Finding("release", "ok", f"{count} files of {current} match their SHA-256")


def check_drop_folder(settings: Settings) -> Iterator[Finding]:
    """Each file in the drop folder: the source that recognises it, or why none does. Nothing is moved."""
    for receipt in preview(settings, load_declarations()):
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
    """Write a temporary file of 64 KiB; raises `StorageError` with the cause."""
    import tempfile

    with storage_errors(folder), tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(_PAGE))
        file.flush()
        os.fsync(file.fileno())
