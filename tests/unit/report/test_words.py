"""Numbers, particles and the catalog of texts."""

import re

import pytest

from orchestration.report.catalog import LANGUAGES, catalog, entries
from orchestration.report.korean import with_particles
from orchestration.report.numbers import Numbers

KO, EN = Numbers("ko", "비공개"), Numbers("en", "not published")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@pytest.mark.parametrize(
    ("value", "ko", "en"),
    [
        (559163, "55.9만", "559 thousand"),
        (9999, "9,999", "9,999"),
        (10000, "1만", "10 thousand"),
        (1_770_166, "177만", "1.77 million"),
        (None, "비공개", "not published"),
        (-258938, "\u221225.9만", "\u2212259 thousand"),
    ],
)
def test_large_numbers_in_the_readers_unit(value: float | None, ko: str, en: str) -> None:
    assert (KO.short(value), EN.short(value)) == (ko, en)


def test_what_is_not_known_is_an_interval_or_words() -> None:
    assert KO.percent_between(0.028, 0.9385) == "2.8\u201393.8%"
    assert KO.percent_between(0.26, 0.26) == "26.0%"
    assert KO.percent_between(None, None) == "비공개"
    assert EN.count_between(0, 17707) == "0\u201317,707"
    assert EN.signed(1200.4) == "+1,200"
    assert EN.points(-0.0123) == "\u22121.2 pp"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("서울{은/는}", "서울은"),
        ("경기{은/는}", "경기는"),
        ("26.0%{을/를}", "26.0%를"),
        ("제주{이/가}", "제주가"),
        ("출판업(58){을/를}", "출판업(58)을"),
        ("9%{으로/로}", "9%로"),
        ("서울{으로/로}", "서울로"),
        ("인천{으로/로}", "인천으로"),
        ("5G{이/가}", "5G가"),
    ],
)
def test_particles_follow_the_sound(written: str, read: str) -> None:
    assert with_particles(written) == read


def test_every_text_is_there_in_both_languages_with_the_same_values() -> None:
    for key, texts in entries().items():
        assert set(texts) == set(LANGUAGES), key
        found = {language: set(PLACEHOLDER.findall(texts[language])) for language in LANGUAGES}
        assert found["ko"] >= found["en"] or found["en"] >= found["ko"], key
        assert all(texts[language].strip() for language in LANGUAGES), key


def test_a_value_in_a_text_is_text() -> None:
    text = catalog("en")
    assert text("empty.title", topic="<script>") == "<script>: nothing to show yet"
    assert text.named("taxonomy", "one_of_my_own") == "one_of_my_own"
