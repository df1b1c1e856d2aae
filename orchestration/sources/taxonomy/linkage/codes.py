"""Read the KSIC codes in a cell of a linkage table: `C26291*`, `58221 (일부)`, `26291, 26292`, `1110`.

A letter is the section. `*`, `일부` and the like mean that only a part of the class is linked. Spreadsheets
remove leading zeros: a zero is restored only where the result is the only valid code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from orchestration.lake.reference import ksic_names, ksic_parents

_MARK = r"(?:[*＊†]+|[(\[]\s*(?:[*＊†]|일부|부분|p|part)[^)\]]{0,12}[)\]]|일부)"
_ONE = re.compile(
    rf"(?P<before>{_MARK})?\s*(?P<letter>[A-U])?[\s.\-]*(?P<digits>[0-9]{{1,5}})(?:\.0+)?(?:\s*(?P<after>{_MARK}))?",
    re.IGNORECASE,
)
_LETTER = re.compile(
    rf"(?P<before>{_MARK})?\s*(?P<letter>[A-U])(?:\s*(?P<after>{_MARK}))?", re.IGNORECASE
)
_BEGINS = re.compile(rf"{_MARK}?\s*[A-U]?[\s.\-]?[0-9]{{2,5}}(?![0-9차년.])", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;/·、]\s*|\s+")
_PART = re.compile(_MARK, re.IGNORECASE)
_SHARE = re.compile(r"([0-9]{1,2}(?:\.[0-9]+)?)\s*[%％]")
_NOTHING = frozenset({"-", "–", "—", "없음", "해당없음", "연계없음", "x", "n/a"})


@dataclass(frozen=True)
class WrittenCode:
    """A code as it is written: the letter of its section ("" where there is none), digits, mark."""

    letter: str
    digits: str
    is_part: bool

    @property
    def text(self) -> str:
        """Letter and digits."""
        return f"{self.letter}{self.digits}"


@dataclass(frozen=True)
class Resolved:
    """The code of a revision that is meant, or why there is none.

    `evidence` says how a lost zero was decided.
    """

    code: str = ""
    fault: str = ""
    remedy: str = ""
    restored_by: Literal["", "validity", "name", "section"] = ""


def looks_like_code(text: str) -> bool:
    """Whether a cell begins with a code and not with a date or a number in a text."""
    return bool(_BEGINS.match(text))


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no link."""
    return "".join(text.lower().split()) in _NOTHING


def read_codes(text: str) -> tuple[list[WrittenCode], str]:
    """The codes in a cell, and the text after a single code (its name). No codes: it cannot be read."""
    codes: list[WrittenCode] = []
    position = 0
    while position < len(text):
        match = _ONE.match(text, position) or _LETTER.match(text, position)
        if match is None or not _ends(text, match.end()):
            break
        codes.append(_written(match))
        position = match.end()
        separator = _SEPARATOR.match(text, position)
        if separator is None:
            break
        position = separator.end()
    rest = text[position:].strip(" .:()")
    if len(codes) > 1 and rest:
        return [], text
    return codes, rest


def part_of(*texts: str) -> tuple[bool, str]:
    """Whether one of the texts says that only a part is linked, and the share that it states ("0.4")."""
    marked = [text for text in texts if _PART.search(text)]
    shares = [_SHARE.search(text) for text in marked]
    stated = next((share[1] for share in shares if share), "")
    return bool(marked), f"{float(stated) / 100:.4f}".rstrip("0") if stated else ""


def resolve(written: WrittenCode, name: str, revision: str, has_lost_zeros: bool) -> Resolved:
    """The code that is meant, with its leading zero where a spreadsheet removed it."""
    parents = ksic_parents(revision)
    digits = written.digits
    if not digits:
        return (
            Resolved(written.letter) if written.letter in parents else _unknown(written, revision)
        )
    found = [code for code in (digits, f"0{digits}") if code in parents and len(code) > 1]
    if len(digits) == 5 or digits.startswith("0"):
        found = [code for code in found if code == digits]
    if written.letter:
        found = [code for code in found if _section(code, parents) == written.letter]
    if not found:
        return _unknown(written, revision)
    if len(found) == 1:
        how: Literal["", "validity", "section"] = "section" if written.letter else "validity"
        return Resolved(found[0], restored_by="" if found[0] == digits else how)
    named = [code for code in found if name and same_name(name, ksic_names(revision)[code])]
    if len(named) == 1:
        return Resolved(named[0], restored_by="" if named[0] == digits else "name")
    if len(digits) < 4 and not has_lost_zeros:
        return Resolved(digits)
    return Resolved(
        fault=f"{written.text} is a code, and also {found[1]} without its zero",
        remedy=f"write {found[1]}, or the letter of the section before the code",
    )


def same_name(one: str, other: str) -> bool:
    """Whether two names of a class are the same apart from blanks, dots and marks."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(re.findall(r"[0-9A-Za-z가-힣]", _PART.sub("", text)))


def _written(match: re.Match[str]) -> WrittenCode:
    groups = match.groupdict()
    is_part = bool(groups["before"] or groups["after"])
    return WrittenCode((groups["letter"] or "").upper(), groups.get("digits") or "", is_part)


def _ends(text: str, position: int) -> bool:
    """Whether a code ends here: what follows is not a digit, a letter or a range."""
    return not re.match(r"[0-9A-Za-z가-힣~∼\-–]", text[position : position + 1] or " ")


def _unknown(written: WrittenCode, revision: str) -> Resolved:
    parents = ksic_parents(revision)
    if written.letter and written.digits in parents:
        section = _section(written.digits, parents)
        what = f"{written.text}: KSIC {revision} has {written.digits} in section {section}"
        return Resolved(fault=what, remedy="correct the letter or the code")
    return Resolved(
        fault=f"{written.text} is not in KSIC {revision}", remedy="correct the code or the revision"
    )


def _section(code: str, parents: dict[str, str]) -> str:
    while code.isdigit():
        code = parents[code]
    return code
