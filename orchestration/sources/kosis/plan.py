"""Split the request for one year of a table into chunks below the service's limit of cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from orchestration.sources.kosis.meta import Selection

CODES_IN_A_REQUEST = 400
"""Codes that one request lists at most: servers reject a longer URL."""

T = TypeVar("T")


@dataclass(frozen=True)
class RequestChunk:
    """One request: regions x industries x items of one year.

    With `all_industries` the request has the word ALL instead of the codes.
    """

    year: int
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    items: tuple[str, ...]
    all_industries: bool = True

    @property
    def cells(self) -> int:
        """The largest number of cells that the response can have."""
        return len(self.regions) * len(self.industries) * len(self.items)

    @property
    def part(self) -> str:
        """A name of the request; the same request has the same name in every run."""
        text = repr((self.regions, self.industries, self.items))
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        return f"{self.regions[0]}-{self.regions[-1]}-{'-'.join(self.items)}-{digest}"


def plan_year(year: int, selection: Selection, cells_per_call: int) -> list[RequestChunk]:
    """The chunks that cover the selection, each of at most `cells_per_call` cells."""
    full = RequestChunk(year, selection.regions, selection.industries, selection.items)
    cells_per_region = len(full.industries) * len(full.items)
    regions_per_chunk = max(1, cells_per_call // cells_per_region)
    chunks = [replace(full, regions=r) for r in _chunks(full.regions, regions_per_chunk)]
    return [fit for chunk in chunks for fit in _fitting(chunk, cells_per_call)]


def split(chunk: RequestChunk) -> list[RequestChunk]:
    """Two or more smaller chunks with the same cells; none when `chunk` cannot be smaller."""
    if len(chunk.regions) > 1:
        return [replace(chunk, regions=r) for r in _halves(chunk.regions)]
    if len(chunk.items) > 1:
        return [replace(chunk, items=i) for i in _halves(chunk.items)]
    if len(chunk.industries) > 1:
        half = (len(chunk.industries) + 1) // 2
        return [
            replace(chunk, industries=i, all_industries=False)
            for i in _chunks(chunk.industries, min(half, CODES_IN_A_REQUEST))
        ]
    return []


def _fitting(chunk: RequestChunk, cells_per_call: int) -> Iterator[RequestChunk]:
    if chunk.cells <= cells_per_call:
        yield chunk
        return
    for part in split(chunk):
        yield from _fitting(part, cells_per_call)


def _halves(values: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    return _chunks(values, (len(values) + 1) // 2)


def _chunks(values: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(values), size):
        yield tuple(values[start : start + size])
