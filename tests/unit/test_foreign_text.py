"""No control character reaches a terminal, and no key is repeated in any encoding."""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import WITHHELD, Secrets, printable, said, shown

KEY = 'aGVsbG8gd29ybGQ+/syn&thetic"key=='
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def as_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def every_character(text: str, form: str) -> str:
    return "".join(form.format(c=ord(c)) for c in text)


ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "percent": lambda k: quote(k, safe=""),
    "percent, slash left": quote,
    "percent, lower case": lambda k: quote(k, safe="").lower() if k.islower() else quote(k),
    "percent, plus as blank": quote_plus,
    "percent twice": lambda k: quote(quote(k, safe=""), safe=""),
    "percent three times": lambda k: quote(quote(quote(k, safe=""), safe=""), safe=""),
    "every byte percent": lambda k: "".join(f"%{b:02X}" for b in k.encode()),
    "blank for plus": lambda k: k.replace("+", " "),
    "json": as_json,
    "json, slash escaped": lambda k: as_json(k).replace("/", "\\/"),
    "json twice": lambda k: as_json(as_json(k)),
    "every character json": lambda k: every_character(k, "\\u{c:04x}"),
    "xml": lambda k: html.escape(k, quote=True),
    "decimal entities": lambda k: every_character(k, "&#{c};"),
    "hex entities": lambda k: every_character(k, "&#x{c:X};"),
    "entities of entities": lambda k: html.escape(every_character(k, "&#{c};")),
    "percent in json": lambda k: as_json(quote(k, safe="")).replace("%", "\\u0025"),
    "json in percent": lambda k: quote(every_character(k, "\\u{c:04x}"), safe=""),
    "wrapped": lambda k: f"{k[:9]}\n   {k[9:]}",
    "NUL between": "\0".join,
    "base64": lambda k: base64.b64encode(f"key={k}".encode()).decode(),
    "hex": lambda k: k.encode().hex().upper(),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("around", ["{}", "apiKey {} is wrong", "%2{}", "\\{}&", "x%E{}"])
def test_a_key_is_found_in_every_encoding(name: str, around: str) -> None:
    secrets = Secrets([KEY])
    text = around.replace("{}", ENCODINGS[name](KEY))
    assert secrets.held_in(text)
    redacted = secrets.redact(text)
    assert not secrets.held_in(redacted)
    assert redacted == WITHHELD or "***" in redacted


@given(st.text(alphabet=st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=8))
def test_any_key_is_removed_from_any_single_encoding(key: str) -> None:
    secrets = Secrets([key])
    for name in ("plain", "percent", "json", "xml", "blank for plus", "every character json"):
        assert not secrets.held_in(secrets.redact(f"<{ENCODINGS[name](key)}>"))


def test_the_rest_of_a_message_stays() -> None:
    secrets = Secrets([KEY])
    for name in ("plain", "percent", "json", "blank for plus", "xml", "percent twice"):
        text = f"인증키 {ENCODINGS[name](KEY)} 이(가) 유효하지 않습니다"
        assert secrets.redact(text) == "인증키 *** 이(가) 유효하지 않습니다"


def test_without_a_key_nothing_is_held() -> None:
    assert not Secrets([]).held_in("anything")
    assert Secrets([""]).redact("anything") == "anything"
    assert not Secrets([KEY]).held_in("a table of 100 % & more \\n")


HOSTILE = "\x1b]0;title\x07\x1b[31m빨강\x9b2J\r\n\u202e\ud800\u2028\x00끝"


def test_control_characters_are_written_out() -> None:
    text = printable(HOSTILE)
    assert text == r"\x1b]0;title\x07\x1b[31m빨강\x9b2J\x0d\x0a\u202e\ud800\u2028\x00끝"
    assert printable("a\nb\tc\x1b", keep="\n\t") == "a\nb\tc\\x1b"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_unsafe_is_left(text: str) -> None:
    safe = printable(text)
    assert not {unicodedata.category(c) for c in safe} & UNSAFE
    safe.encode()


def test_ordinary_text_stays_as_it_is() -> None:
    text = "사업체수 (개) · ‘따옴표’ — é 漢字 ㈜ 100 % & <b> \\ €"
    assert printable(text) == text


VALUES = {
    "'ab'": "ab",
    "a list of 2": [[], {}],
    "an object of 1 fields": {"a": []},
    "true": True,
    "null": None,
    "a whole number beyond 18 digits": 10**5000,
    "inf": float("inf"),
    "12": 12,
}


@pytest.mark.parametrize("text", VALUES)
def test_any_value_is_one_short_line(text: str) -> None:
    assert shown(VALUES[text]) == text


def test_long_text_is_cut_and_its_length_given() -> None:
    assert shown("x" * 1000, 5) == "'xxxxx'… (1,000 characters)"
    assert said("x" * 1000, 5) == "'xxxxx'… (1,000 characters)"
    assert said("\x1b[2J") == r"\x1b[2J"


def test_an_error_is_printable_whatever_it_quotes() -> None:
    error = ArrivalRefused(f"{HOSTILE} came", where=HOSTILE, remedy="x" * 100_000)
    assert "\x1b" not in str(error)
    assert not {unicodedata.category(c) for c in str(error)} & UNSAFE
    assert len(str(error)) < 20_000
