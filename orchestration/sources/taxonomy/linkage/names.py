"""Identifiers for what agencies name in Korean: taxonomies, layers and industries.

Hangul is transcribed letter by letter with the Revised Romanization of Korean (Ministry of Culture and
Tourism notice 2000-8), without its sound changes, so that the same name always has the same identifier.
"""

from __future__ import annotations

import re
import unicodedata

# fmt: off
_INITIALS = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)
_MEDIALS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
    "yu", "eu", "ui", "i",
)
_FINALS = (
    "", "k", "kk", "ks", "n", "nj", "nh", "t", "l", "lk", "lm", "lb", "ls", "lt", "lp", "lh", "m", "p",
    "ps", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
)
# fmt: on
_FIRST, _LAST = 0xAC00, 0xD7A3
_GENERIC = re.compile(
    r"산업\s*특수\s*분류(?:체계)?|특수\s*분류(?:체계)?|한국표준산업분류|KSIC|연계표?|분류\s*체계|분류표|코드표"
    r"|최종|수정|게시용|통계청|제?\s*(?:9|10|11)\s*차",
    re.IGNORECASE,
)
_LONGEST = 60


def romanize(text: str) -> str:
    """`text` with each Hangul syllable in Latin letters."""
    return "".join(_syllable(character) for character in unicodedata.normalize("NFC", text))


def slug(text: str) -> str:
    """A name of lower case letters, digits and underscores; "" where nothing of `text` can be used."""
    words = re.findall(r"[a-z0-9]+", romanize(text).lower())
    name = "_".join(words)[:_LONGEST].strip("_")
    return name if not name or name[0].isalpha() else f"c{name}"


def taxonomy_id_of(file_stem: str) -> str:
    """The identifier of a taxonomy from the name of its file, without words that all of them have."""
    text = unicodedata.normalize("NFC", file_stem)
    return slug(_GENERIC.sub(" ", text)) or slug(text) or "taxonomy"


def _syllable(character: str) -> str:
    if not _FIRST <= ord(character) <= _LAST:
        return character
    index = ord(character) - _FIRST
    initial, medial, final = index // 588, index % 588 // 28, index % 28
    return _INITIALS[initial] + _MEDIALS[medial] + _FINALS[final]
