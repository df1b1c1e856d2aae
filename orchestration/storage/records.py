"""The records of a lake: every JSON file that the code writes and reads again, and the one way to read it.

A record is read through its `Kind`, which checks its form before anything is made of its content. A damaged
one is a `RecordDamaged` with the remedy of its kind. The forms stand here, those of a release in
`release.catalog`, that of a raw snapshot in `lake.manifest`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    with_config,
)
from typing_extensions import TypedDict  # pydantic needs it instead of typing's before Python 3.12

from orchestration.errors import StorageError

T = TypeVar("T")
MOST_BYTES = 2**28
"""A larger file is no record of ours: the largest lists the staged files, some 500 bytes each."""

REPAIR = "run `smartcity repair`, then `smartcity refresh`"
MADE_AGAIN = "nothing: the next `smartcity refresh` makes it again"


class RecordDamaged(StorageError):
    """A record that cannot be read or has another form than ours."""


def _plain_name(name: str) -> str:
    """`name`, where it can be the name of a file or folder and leads nowhere else."""
    if not name or name in (".", "..") or "/" in name or "\0" in name:
        raise ValueError("is not the name of a file")
    return name


def _path_below(path: str) -> str:
    """`path`, where each of its parts is a plain name."""
    for part in path.split("/"):
        _plain_name(part)
    return path


Name = Annotated[str, AfterValidator(_plain_name)]
PathBelow = Annotated[str, AfterValidator(_path_below)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Record(BaseModel):
    """Base of the records that are objects with known fields: no other field, no other type."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of record: what it is called in messages, its form, and what to do when it is damaged."""

    name: str
    form: TypeAdapter[T]
    remedy: str = REPAIR

    def read(self, path: Path) -> T | None:
        """The record at `path`, None where there is no such file; raises `RecordDamaged`."""
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.damaged(path, error.strerror or type(error).__name__) from None
        if len(content) > MOST_BYTES:
            raise self.damaged(path, f"larger than {MOST_BYTES:,} bytes")
        try:
            return self.form.validate_json(content, strict=True)
        except ValidationError as error:
            raise self.damaged(path, _first_of(error)) from None

    def read_if_whole(self, path: Path) -> T | None:
        """The record at `path`, None where there is none or it is damaged.

        For what only saves work: without it more is read or made again, and nothing is lost.
        """
        try:
            return self.read(path)
        except RecordDamaged:
            return None

    def damaged(self, path: Path, why: str) -> RecordDamaged:
        """The error for a record at `path`."""
        return RecordDamaged(
            f"the {self.name} is damaged: {why}", where=str(path), remedy=self.remedy
        )


def _first_of(error: ValidationError) -> str:
    """The first thing that is wrong, without the value, which may be of any size."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part)[:40] for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]


class Version(Record):
    """What a source said of a period, and the snapshots that came of it."""

    version: str
    snapshots: list[Sha256]


class Pending(Record):
    """What an unfinished run has put into the raw store, by part."""

    version: str
    parts: dict[str, Sha256]


class LedgerRecord(Record):
    """The content of a ledger, by partition (see `lake.ledger`)."""

    versions: dict[Name, Version] = {}
    pending: dict[Name, Pending] = {}
    again: dict[Name, dict[str, datetime]] = {}


@with_config(ConfigDict(extra="forbid", strict=True))
class StagedBatch(TypedDict):
    """What was parsed together: its name, ids of snapshots, rows, and files with their sha256."""

    name: Name
    snapshots: list[Sha256]
    rows: int
    files: dict[PathBelow, Sha256]


class Holder(Record):
    """Who holds the lake."""

    process: int
    since: str


_BY_PARTITION: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[Name, list[Sha256]])

ACTIVE = Kind("file of active snapshots", _BY_PARTITION)
ARRIVED = Kind("note of what arrived", _BY_PARTITION, MADE_AGAIN)
LEDGER = Kind("ledger", TypeAdapter(LedgerRecord))
VERIFIED: Kind[dict[str, tuple[str, int, int, int, int]]] = Kind(
    "list of verified files",
    TypeAdapter(dict[PathBelow, tuple[Sha256, int, int, int, int]]),
    MADE_AGAIN,
)
INDEX: Kind[dict[str, list[StagedBatch]]] = Kind(
    "index of staged files", TypeAdapter(dict[Name, list[StagedBatch]]), MADE_AGAIN
)
STAGED_BATCH = Kind("note of a file read ahead", TypeAdapter(StagedBatch), MADE_AGAIN)
HOLDER = Kind("note of who holds the lake", TypeAdapter(Holder), MADE_AGAIN)
ANYTHING: Kind[Mapping[str, Any]] = Kind("JSON file", TypeAdapter(dict[str, Any]), MADE_AGAIN)
"""A file of another program that is an object: what is in it is checked where it is used."""
