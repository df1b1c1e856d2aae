"""Make text of others (services, files, queries) safe to show and free of keys.

`printable` and `shown` are for output: a control character reaches no terminal, no log and no message.
`Secrets` finds and removes keys in every encoding in which a service can repeat them.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from html.entities import html5
from urllib.parse import unquote

MOST_SHOWN = 200
"""Characters of one foreign value in a message; a longer value is cut and its length given."""
WITHHELD = "[withheld: it repeats a key]"

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SUSPECT = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u02ff\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3]")
_ROUNDS = 4
_JSON_ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_IGNORED = re.compile(r"[\s+\x00]+")
_ENTITIES: dict[str, list[str]] = {}
for _name, _character in html5.items():
    if len(_character) == 1 and _name.endswith(";"):
        _ENTITIES.setdefault(_character, []).append(_name[:-1])


def printable(text: str, keep: str = "") -> str:
    r"""`text` with every control, format and surrogate character written out, as `\x1b` or `\u202e`.

    Characters in `keep` (such as a newline) stay. The result can be encoded as UTF-8.
    """

    def written(match: re.Match[str]) -> str:
        character = match[0]
        if character in keep or unicodedata.category(character) not in _UNSAFE:
            return character
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _SUSPECT.sub(written, text)


def shown(value: object, most: int = MOST_SHOWN) -> str:
    """A foreign value as one printable line of at most `most` characters, a text in quotes.

    Lists and objects are named by their kind: their content may be of any size and depth.
    """
    match value:
        case str():
            cut = printable(value[:most])
            more = f"… ({len(value):,} characters)" if len(value) > most else ""
            return f"'{cut[:most]}'{more}"
        case list() | tuple():
            return f"a list of {len(value)}"
        case dict():
            return f"an object of {len(value)} fields"
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() if abs(value) >= 10**18:
            return "a whole number beyond 18 digits"
        case _:
            return printable(repr(value))[:most]


def said(value: object, most: int = MOST_SHOWN) -> str:
    """As `shown`, a text without quotes: for a sentence of a service."""
    text = shown(value, most)
    return text[1:-1] if isinstance(value, str) and text.endswith("'") else text


class Secrets:
    """Keys and other texts that must not appear anywhere."""

    def __init__(self, secrets: Iterable[str]) -> None:
        found = sorted({s for s in secrets if s}, key=len, reverse=True)
        self._patterns = [re.compile(_pattern(s), re.IGNORECASE) for s in found]
        self._needles = {n for secret in found for n in _needles(secret)}

    def held_in(self, text: str) -> bool:
        """Whether `text` repeats a secret: plainly or encoded, also more than once over.

        Looked for after decoding percent signs, JSON escapes and entities (in any order, up to four
        times over), without blanks, `+` and case; also as base64 and hex.
        """
        return bool(self._needles) and any(
            needle in form for form in _decoded(text) for needle in self._needles
        )

    def redact(self, text: str) -> str:
        """`text` with every secret replaced by `***`; withheld completely where that is not enough."""
        for pattern in self._patterns:
            text = pattern.sub("***", text)
        return WITHHELD if self.held_in(text) else text


def _decoded(text: str) -> Iterator[str]:
    """`text` and what decoding makes of it, each without what the comparison ignores."""
    for _ in range(_ROUNDS):
        yield _IGNORED.sub("", text).casefold()
        before = text
        if "%" in text:
            text = unquote(text)
        if "\\" in text:
            text = _JSON_ESCAPE.sub(_unescaped, text)
        if "&" in text:
            text = html.unescape(text)
        if text == before:
            return
    yield _IGNORED.sub("", text).casefold()


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def _needles(secret: str) -> Iterator[str]:
    """What to look for: the secret, and the part of its base64 and hex that no neighbour changes."""
    *_, plain = _decoded(secret)
    plain = plain.rstrip("=") or plain
    # Text before a key can absorb its first characters when both are decoded, as `%2` does.
    yield plain[4:] if len(plain) >= 16 else plain
    yield secret.encode().hex()
    for offset in range(3):
        padded = base64.b64encode(b"\0" * offset + secret.encode()).decode().rstrip("=")
        core = padded[(0, 2, 3)[offset] : len(padded) - 1]
        for form in (core, core.translate(str.maketrans("+/", "-_"))):
            if len(core) >= 8:
                yield _IGNORED.sub("", form).casefold()


def _pattern(secret: str) -> str:
    """A pattern of `secret` in which each character may be escaped in any of the common ways."""
    return "".join(map(_character_pattern, secret))


def _character_pattern(character: str) -> str:
    code = ord(character)
    octets = "".join(f"%(?:25)*{octet:02x}" for octet in character.encode())
    ways = [
        rf"\\*{re.escape(character)}",
        rf"\\+u{code:04x}",
        octets,
        rf"&(?:amp;)*#0*{code};",
        rf"&(?:amp;)*#x0*{code:x};",
        *(rf"&(?:amp;)*{name};" for name in _ENTITIES.get(character, ())),
    ]
    if character == "+":
        ways += [" ", "%(?:25)*20"]
    return f"(?:{'|'.join(ways)})"


def first_line(error: BaseException) -> str:
    """The first line of the message of a library's error; the name of its class if it is empty."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
