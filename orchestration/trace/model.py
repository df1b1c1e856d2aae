"""What a trace says: plain data, ready for text, JSON or a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Number = int | float

Agreement = Literal[
    "equal", "contains", "inside", "suppressed", "empty", "differs", "not_recomputed"
]
"""How a published number compares with ours.

equal           the same, to the unit or to nine digits
contains        a bound: the published range holds ours, which is narrower
inside          a bound: the published range is narrower than ours, so that we cannot confirm it
suppressed      withheld, and by the disclosure rule it has to be
empty           there is nothing to say, in both
differs         not the same
not_recomputed  there is no independent way from these bytes yet; the reason is in the formula
"""

AGREEING: frozenset[Agreement] = frozenset({"equal", "contains", "suppressed", "empty"})


class NotRecomputed(Exception):
    """There is no independent way from the bytes to this row; the text says why."""


@dataclass(frozen=True)
class Operand:
    """A number that a formula names. `value` is None where it may not be told."""

    name: str
    value: Number | None
    note: str = ""


@dataclass(frozen=True)
class ComparedNumber:
    """One number of the row: what was published, what we make of the raw bytes, and how."""

    column: str
    published: Number | None
    recomputed: Number | None
    agreement: Agreement
    formula: str
    operands: tuple[Operand, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the raw bytes support the published number."""
        return self.agreement in AGREEING


@dataclass(frozen=True)
class SourceCell:
    """A cell as the source has it.

    `raw_row` counts from 1: rows of the answer, lines of the file, or rows of the sheet of a workbook.
    """

    source_id: str
    sha256: str
    raw_row: int
    what: str
    status: str
    value: Number | None
    role: str


@dataclass(frozen=True)
class CodeUse:
    """A row of the taxonomy and how far it entered."""

    ksic_code: str
    ksic_revision: str
    name: str
    layer: str
    industry: str
    evidence: str
    entered: Literal["in_full", "in_part", "left_out"]


@dataclass(frozen=True)
class SnapshotUse:
    """A raw snapshot that the number stands on; `intact` says whether its bytes hash to `sha256` now."""

    source_id: str
    partition: str
    sha256: str
    file_name: str
    origin: str
    request: dict[str, object]
    retrieved_at: str | None
    licence: str
    licence_url: str
    attribution: str
    intact: bool


@dataclass(frozen=True)
class Trace:
    """Everything about the numbers of one published row."""

    release_id: str
    mart: str
    key: dict[str, object]
    status: str
    figures: tuple[ComparedNumber, ...]
    cells: tuple[SourceCell, ...]
    codes: tuple[CodeUse, ...]
    snapshots: tuple[SnapshotUse, ...]
    published_by_code: str
    traced_by_code: str
    notes: tuple[str, ...] = field(default=())

    @property
    def compared(self) -> int:
        """How many numbers of the row were made again and compared."""
        return sum(f.agreement != "not_recomputed" for f in self.figures)

    @property
    def agrees(self) -> bool | None:
        """Whether the raw bytes are whole and support every number that was compared.

        None where none was compared.
        """
        if not all(s.intact for s in self.snapshots):
            return False
        if not self.compared:
            return None
        return all(f.agrees for f in self.figures if f.agreement != "not_recomputed")
