"""Korean particles that follow a name known only when the page is built."""

import re

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28
_RIEUL = 8
_DIGITS_WITH_FINAL = {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}
_LETTERS_WITH_FINAL = {"l": _RIEUL, "m": 16, "n": 4, "r": _RIEUL}
_PARTICLE = re.compile(r"(\S)([)\]’”»」』]*)\{(은/는|이/가|을/를|과/와|으로/로)\}")


def with_particles(text: str) -> str:
    """Turn `서울{이/가}` into `서울이`, by the last sound of the word before it."""
    return _PARTICLE.sub(lambda found: found[1] + found[2] + _choose(found[1], found[3]), text)


def _choose(last: str, pair: str) -> str:
    after_consonant, after_vowel = pair.split("/")
    final = _final(last)
    if pair == "으로/로" and final == _RIEUL:
        return after_vowel
    return after_consonant if final else after_vowel


def _final(letter: str) -> int:
    if _FIRST_SYLLABLE <= ord(letter) <= _LAST_SYLLABLE:
        return (ord(letter) - _FIRST_SYLLABLE) % _FINALS
    return _DIGITS_WITH_FINAL.get(letter, _LETTERS_WITH_FINAL.get(letter.lower(), 0))
