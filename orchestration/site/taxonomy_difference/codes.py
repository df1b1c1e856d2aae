"""Which KSIC codes two taxonomies have: all of a code, a part of it, or nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from orchestration.lake.classification import Ksic, Leaf, counterparts, ksic

FULL, PART, NONE = "full", "part", "none"
Codes = Mapping[Leaf, str]
"""By revision and five-digit code: full or part."""


def read_leaves(rows: Iterable[Mapping[str, Any]]) -> dict[Leaf, str]:
    """The leaves of rows with ksic_revision, ksic_code, coverage; full where any row has all of a leaf."""
    found: dict[Leaf, str] = {}
    for row in rows:
        revision = row["ksic_revision"]
        for leaf in ksic(revision).leaves[row["ksic_code"]]:
            if row["coverage"] == FULL or (revision, leaf) not in found:
                found[revision, leaf] = row["coverage"]
    return found


def compare_codes(data: Ksic, first: Codes, second: Codes) -> dict[str, tuple[str, str]]:
    """The highest codes of `data` of which each side has the same throughout, sorted.

    The values say what the first and the second side has. Codes that neither has are left out.
    """
    one, two = _in_revision(data, first), _in_revision(data, second)
    kinds = {leaf: (one.get(leaf, NONE), two.get(leaf, NONE)) for leaf in data.leaves["TOTAL"]}
    uniform = {
        code: kinds[next(iter(leaves))]
        for code, leaves in data.leaves.items()
        if code.isdigit() and len({kinds[leaf] for leaf in leaves}) == 1
    }
    return {
        code: kind
        for code, kind in sorted(uniform.items())
        if kind != (NONE, NONE) and data.parents[code] not in uniform
    }


def _in_revision(data: Ksic, codes: Codes) -> dict[str, str]:
    """The leaves of a revision of which the counterparts belong to `codes`, in full or in part."""
    found: dict[str, str] = {}
    for revision in {revision for revision, _ in codes}:
        for leaf, others in counterparts(data.revision, revision).items():
            kinds = [codes.get((revision, other)) for other in others]
            if kinds and all(kind == FULL for kind in kinds):
                found[leaf] = FULL
            elif any(kinds):
                found.setdefault(leaf, PART)
    return found
