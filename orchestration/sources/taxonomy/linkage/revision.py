"""Decide in which KSIC revision the codes of a linkage table are.

The header or a text around the table says it. Otherwise it is the only revision that has all codes; where
several have them, the one with more of the names that stand beside the codes.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import ksic_names, ksic_parents, ksic_revisions
from orchestration.sources.taxonomy.linkage.codes import WrittenCode, read_codes, resolve, same_name
from orchestration.sources.taxonomy.linkage.metadata import revisions_in
from orchestration.sources.taxonomy.linkage.table import Link


def find_revision(
    links: Sequence[Link], labels: Sequence[str], texts: Sequence[str], where: str
) -> str:
    """The revision; raises `ArrivalRefused` where the table leaves it open."""
    for said in (revisions_in(labels), revisions_in(texts)):
        if len(said) == 1:
            return said.pop()
    pairs = [
        (code, rest or link.name)
        for link in links
        for codes, rest in [read_codes(link.code)]
        for code in codes
    ]
    fitting = [revision for revision in ksic_revisions() if _has_all(pairs, revision)]
    if len(fitting) > 1:
        named = {revision: _count_names(pairs, revision) for revision in fitting}
        most = max(named.values())
        fitting = [revision for revision, count in named.items() if count == most]
    if len(fitting) == 1:
        return fitting[0]
    what = "all codes are in KSIC " + " and ".join(fitting) if fitting else _misses(pairs)
    raise ArrivalRefused(
        f"the file does not say its KSIC revision: {what}",
        where=where,
        remedy=f'write ksic_revision: "10" (or another) into {where}.yml beside it',
    )


def _has_all(pairs: Sequence[tuple[WrittenCode, str]], revision: str) -> bool:
    return all(not resolve(code, name, revision, False).fault for code, name in pairs)


def _count_names(pairs: Sequence[tuple[WrittenCode, str]], revision: str) -> int:
    names = ksic_names(revision)
    codes = ((resolve(code, name, revision, False).code, name) for code, name in pairs)
    return sum(same_name(name, names[code]) for code, name in codes if code in names)


def _misses(pairs: Sequence[tuple[WrittenCode, str]]) -> str:
    """By revision, how many codes it does not have."""
    counts = (
        f"{sum(code.digits not in ksic_parents(r) for code, _ in pairs)} are not in KSIC {r}"
        for r in ksic_revisions()
    )
    return f"of {len(pairs)} codes " + ", ".join(counts)
