"""Long histories: what each brings a year, a month or a week, in the real form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.contracts.declaration import Declaration, load_declarations


@dataclass(frozen=True)
class History:
    """`drop` writes what one step brings (numbered from 1) into the drop folder.

    `size` is what a step has: rows, or sensors. `marts_at` are the steps after which marts are built.
    """

    name: str
    unit: str
    steps: int
    size: int
    marts_at: tuple[int, ...]
    drop: Callable[[Path, int, int], None]
    declarations: Callable[[], Mapping[str, Declaration]] = load_declarations
