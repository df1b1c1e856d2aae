"""Korean particles for values that are only known when the page is built."""

import re

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28
_RIEUL = 8
_DIGITS_WITH_FINAL = {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}
_LETTERS_WITH_FINAL = {"l": _RIEUL, "m": 16, "n": 4, "r": _RIEUL}
_PARTICLE = re.compile(
    r"(?P<last>\S)(?P<between>\s?\([^()]*\)|[)\]’”»」』]*)\{(?P<pair>은/는|이/가|을/를|과/와|으로/로)\}"
)


def with_particles(text: str) -> str:
    """Replace particle pairs: `서울{이/가}` becomes `서울이`, by the last sound of the word before.

    A bracket is skipped, as in `서울(26.0%)과`.
    """
    return _PARTICLE.sub(
        lambda found: (
            found["last"] + found["between"] + _choose_particle(found["last"], found["pair"])
        ),
        text,
    )


def _choose_particle(last: str, pair: str) -> str:
    after_consonant, after_vowel = pair.split("/")
    final = _final_consonant(last)
    if pair == "으로/로" and final == _RIEUL:
        return after_vowel
    return after_consonant if final else after_vowel


def _final_consonant(letter: str) -> int:
    if _FIRST_SYLLABLE <= ord(letter) <= _LAST_SYLLABLE:
        return (ord(letter) - _FIRST_SYLLABLE) % _FINALS
    return _DIGITS_WITH_FINAL.get(letter, _LETTERS_WITH_FINAL.get(letter.lower(), 0))
