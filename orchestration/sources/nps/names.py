"""Match the industry names of the pension service to KSIC.

The six-digit code beside the name is the tax office's, not KSIC. Without blanks, commas and middle
dots, most names equal the name of a five-digit code. Other names are not matched; they are listed.
"""

from __future__ import annotations

from functools import cache

from orchestration.lake.reference import ksic_names

_REMOVED = str.maketrans("", "", ",·․ㆍ")


def normalise(name: str) -> str:
    """`name` without blanks, commas and middle dots (U+00B7, U+2024, U+318D)."""
    return "".join(name.split()).translate(_REMOVED)


@cache
def codes_by_name(revision: str) -> dict[str, str]:
    """The five-digit code of each normalised name that only one code of the revision has."""
    codes: dict[str, list[str]] = {}
    for code, name in ksic_names(revision).items():
        if len(code) == 5 and code.isdigit():
            codes.setdefault(normalise(name), []).append(code)
    return {name: found[0] for name, found in codes.items() if len(found) == 1}
