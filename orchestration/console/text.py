r"""Prints text for people and JSON for programs; control characters never reach the terminal.

The commands print only through this module. Text shows a control character as an escape such as
`\x1b`; JSON escapes it, so that a parser reads the exact value.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from decimal import Decimal

from orchestration.foreign_text import printable

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def print_text(text: object = "") -> None:
    """Print lines to the standard output."""
    print(printable(str(text), keep="\n"))


def print_to_stderr(text: object) -> None:
    """Print one line of progress, or a note, to the standard error."""
    print(printable(str(text)), file=sys.stderr)


def print_json(content: object) -> None:
    """Print `content` as JSON; characters that could control a terminal are escaped."""
    in_ascii = "utf" not in (sys.stdout.encoding or "utf-8").lower()
    text = json.dumps(content, ensure_ascii=in_ascii, indent=1, default=_plain)
    print(_NOT_ASCII.sub(_escaped, text))


def _plain(value: object) -> object:
    """A value that JSON does not know: a decimal number stays a number, anything else becomes text."""
    return float(value) if isinstance(value, Decimal) else str(value)


def displayable(text: str) -> str:
    """`text` as the standard output will show it, so that a table has the right column widths."""
    encoding = sys.stdout.encoding or "utf-8"
    return printable(text, keep="\n").encode(encoding, "backslashreplace").decode(encoding)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if unicodedata.category(character) not in _UNSAFE:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
