"""Replace columns of text by ranks: numbers are compared, joined and grouped faster than text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa


class Ranked(NamedTuple):
    """A column of text as numbers in the order of the texts.

    `ranks` has type int32. `texts[rank]` is the text; `texts` is sorted and without duplicates.
    """

    texts: list[str]
    ranks: pa.Array

    @classmethod
    def of(cls, column: pa.ChunkedArray, parents: Mapping[str, str] | None = None) -> Ranked:
        """Rank the texts in `column`, which has no nulls, and in `parents`."""
        encoded = column.combine_chunks().dictionary_encode()
        found = encoded.dictionary.to_pylist()
        texts = sorted({*found, *(parents or {}), *(parents or {}).values()})
        rank = {text: number for number, text in enumerate(texts)}
        by_index = pa.array([rank[text] for text in found], pa.int32())
        return cls(texts, by_index.take(encoded.indices))

    def pairs(self, child: str, parent: str, parents: Mapping[str, str]) -> pa.Table:
        """`parents` as a table of ranks with the columns `child` and `parent`, without roots."""
        rank = {text: number for number, text in enumerate(self.texts)}
        both = [(rank[c], rank[p]) for c, p in parents.items() if p]
        ends = [pa.array([pair[end] for pair in both], pa.int32()) for end in (0, 1)]
        return pa.table(ends, names=[child, parent])
