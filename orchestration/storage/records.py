"""Records: the JSON files that the project writes and reads again, and the one way to read them.

A record is read through its `Kind`, which validates the content before it is used. A damaged record raises
`RecordDamaged` with the remedy of its kind. Each kind is defined in the module that writes its files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from orchestration.errors import StorageError

T = TypeVar("T")
MOST_BYTES = 2**28
"""Larger files are not read: the largest record lists the staged files, about 500 bytes each."""

REPAIR = "run `smartcity repair`, then `smartcity refresh`"
REBUILT = "nothing: the next `smartcity refresh` writes it again"
"""Remedy for a record that only saves work: without it more is read or computed, and nothing is lost."""


class RecordDamaged(StorageError):
    """A record that cannot be read, or whose content is not valid for its kind."""


def _check_name(name: str) -> str:
    """`name` if it is the name of a file or folder and not a path to another folder."""
    if not name or name in (".", "..") or "/" in name or "\0" in name:
        raise ValueError("is not the name of a file")
    return name


def _check_relative_path(path: str) -> str:
    """`path` if each of its parts is a plain name."""
    for part in path.split("/"):
        _check_name(part)
    return path


Name = Annotated[str, AfterValidator(_check_name)]
RelativePath = Annotated[str, AfterValidator(_check_relative_path)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Record(BaseModel):
    """Base of the records that are objects with known fields. Unknown fields and other types are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of record: its name in messages, its schema, and what to do when a record is damaged."""

    name: str
    schema: TypeAdapter[T]
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
            return self.schema.validate_json(content, strict=True)
        except ValidationError as error:
            raise self.damaged(path, _first_problem(error)) from None

    def read_if_valid(self, path: Path) -> T | None:
        """The record at `path`, None where it is missing or damaged.

        For records that only save work (`REBUILT`).
        """
        try:
            return self.read(path)
        except RecordDamaged:
            return None

    def damaged(self, path: Path, why: str) -> RecordDamaged:
        """The error for a damaged record at `path`."""
        return RecordDamaged(
            f"the {self.name} is damaged: {why}", where=str(path), remedy=self.remedy
        )


def _first_problem(error: ValidationError) -> str:
    """The first problem as `field: message`, without the value, which may be of any size."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = ".".join(str(part)[:40] for part in first["loc"])
    return f"{field}: {first['msg']}" if field else first["msg"]
