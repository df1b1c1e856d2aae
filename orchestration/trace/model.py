"""The result of a trace as plain data, for text, JSON or a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Number = int | float

Agreement = Literal[
    "equal", "contains", "inside", "suppressed", "empty", "differs", "not_recomputed"
]
"""How a published number compares with the recomputed one.

equal           the same, to the unit or to nine digits
contains        a bound: the published range contains the recomputed one, which is narrower
inside          a bound: the published range is narrower than the recomputed one, and is not confirmed
suppressed      withheld, as the disclosure rule requires
empty           null in both
differs         not the same
not_recomputed  no formula recomputes the number; the reason is in `formula`
"""

AGREEING: frozenset[Agreement] = frozenset({"equal", "contains", "suppressed", "empty"})


class NotRecomputed(Exception):
    """The row cannot be recomputed from the raw bytes; the text gives the reason."""


@dataclass(frozen=True)
class Operand:
    """A number that a formula uses. `value` is None where it may not be disclosed."""

    name: str
    value: Number | None
    note: str = ""


@dataclass(frozen=True)
class ComparedNumber:
    """One number of the row: as published, as recomputed from the raw bytes, and the formula."""

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
    """A cell as the source publishes it.

    `raw_row` starts at 1: the row of the response, the line of the file, or the row of a workbook's sheet.
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
    """A row of the taxonomy, and whether the set contains all, some or none of its codes."""

    ksic_code: str
    ksic_revision: str
    name: str
    layer: str
    industry: str
    evidence: str
    entered: Literal["in_full", "in_part", "left_out"]


@dataclass(frozen=True)
class SnapshotUse:
    """A raw snapshot that the number comes from; `intact`: its bytes have the hash `sha256` now."""

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
    """The recomputed numbers of one published row and all that they come from."""

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
        """How many numbers of the row were recomputed and compared."""
        return sum(f.agreement != "not_recomputed" for f in self.figures)

    @property
    def agrees(self) -> bool | None:
        """Whether the raw files are intact and support every number that was compared.

        None where none was compared.
        """
        if not all(s.intact for s in self.snapshots):
            return False
        if not self.compared:
            return None
        return all(f.agrees for f in self.figures if f.agreement != "not_recomputed")
