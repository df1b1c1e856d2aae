"""Text for the terminal: what others wrote reaches it with its control characters written out.

Nothing else in the commands prints: `say` is for text, `say_json` for programs. JSON gives the exact
value, escaped; everywhere else `\\x1b` stands for the character ESC.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata

from orchestration.foreign_text import printable

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def say(text: object = "") -> None:
    """Print lines to the standard output."""
    print(printable(str(text), keep="\n"))


def warn(text: object) -> None:
    """Print one line to the standard error."""
    print(printable(str(text)), file=sys.stderr)


def say_json(content: object) -> None:
    """Print JSON in which no character can steer a terminal; a parser reads the exact values."""
    in_ascii = "utf" not in (sys.stdout.encoding or "utf-8").lower()
    text = json.dumps(content, ensure_ascii=in_ascii, indent=1, default=str)
    print(_NOT_ASCII.sub(_escaped, text))


def fitting(text: str) -> str:
    """`text` as it will stand in the standard output, so that a table measures its real width."""
    encoding = sys.stdout.encoding or "utf-8"
    return printable(text, keep="\n").encode(encoding, "backslashreplace").decode(encoding)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if unicodedata.category(character) not in _UNSAFE:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
