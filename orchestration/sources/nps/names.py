"""Industry names as the pension service writes them, matched to the classification.

The six-digit code beside the name is the tax office's, not KSIC. The name equals the name of a
five-digit class in most rows once blanks, commas and middle dots are removed; what does not match stays
unmatched and is listed.
"""

from __future__ import annotations

from functools import cache

from orchestration.lake.reference import ksic_names

_REMOVED = str.maketrans("", "", ",·․ㆍ")


def plain(name: str) -> str:
    """`name` without blanks, commas and middle dots (U+00B7, U+2024, U+318D)."""
    return "".join(name.split()).translate(_REMOVED)


@cache
def code_by_plain_name(revision: str) -> dict[str, str]:
    """The five-digit code of each plain name that exactly one class of the revision has."""
    codes: dict[str, list[str]] = {}
    for code, name in ksic_names(revision).items():
        if len(code) == 5 and code.isdigit():
            codes.setdefault(plain(name), []).append(code)
    return {name: found[0] for name, found in codes.items() if len(found) == 1}
