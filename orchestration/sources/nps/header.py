"""Match the headers of the pension service's files, whose explanations of a column change over the years.

`가입자수`, `가입자수(고지인원 수 포함)` and `가입자수 JNNGP_CNT NUMBER` are one column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

_EXPLANATION = re.compile(
    r"""
    \s*\(.*\)                                  # (고지인원 수 포함)
    | [.\s]\s*[0-9][.:\s].*                     # .1.등록.2.탈퇴 or 1:등록 2:탈퇴
    | \s+[A-Z][A-Z0-9_]*\s+[A-Z]+[0-9]?(\([0-9,]+\))?   # WKPL_NM VARCHAR(100)
    """,
    re.VERBOSE,
)


def column_of(header: str, columns: Collection[str], spellings: Mapping[str, str]) -> str | None:
    """The column of `header`: the same text, another spelling, or its name with an explanation.

    None if no column matches.
    """
    name = " ".join(unicodedata.normalize("NFC", header).split())
    if name in spellings:
        return spellings[name]
    if name in columns:
        return name
    explained = (
        column
        for column in columns
        if name.startswith(column) and _EXPLANATION.fullmatch(name, len(column))
    )
    return next(explained, None)
