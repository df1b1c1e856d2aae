"""Numbers, particles and the texts of the pages."""

import re

import pytest

from orchestration.release.candidate import _LABELS
from orchestration.site.korean import with_particles
from orchestration.site.numbers import Numbers
from orchestration.site.render import keep_percentages_together
from orchestration.site.texts import LANGUAGES, load_entries, load_texts

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
def test_large_numbers_in_the_unit_of_the_language(value: float | None, ko: str, en: str) -> None:
    assert (KO.short(value), EN.short(value)) == (ko, en)


def test_inexact_values_are_bounds_or_a_text() -> None:
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
        ("서울(26.0%){과/와}", "서울(26.0%)과"),
        ("경기(26.7%){과/와}", "경기(26.7%)와"),
        ("출판업 (산출){이/가}", "출판업 (산출)이"),
    ],
)
def test_particles_follow_the_sound(written: str, read: str) -> None:
    assert with_particles(written) == read


def test_no_particle_is_fixed_after_a_value() -> None:
    fixed = re.compile(r"\}[)\]’”]*(은|는|이|가|을|를|과|와|으로|로)(?![가-힣])")
    for key, texts in load_entries().items():
        assert not fixed.search(texts["ko"]), (key, texts["ko"])


def test_a_title_does_not_break_between_a_percentage_and_its_particle() -> None:
    assert (
        keep_percentages_together("<b>17.6%를") == '&lt;b&gt;<span class="unbroken">17.6%를</span>'
    )


def test_the_downloads_have_a_korean_name() -> None:
    text = load_texts("ko")
    assert all(text.has(f"download.{name}") for name in set(_LABELS.values()) - {"DuckDB", "Excel"})


def test_a_code_has_the_name_of_the_pages_before_the_name_of_all_outputs() -> None:
    text = load_texts("en")
    assert text.label("layer", "application") == "Application"
    assert text.label("status", "exact") == "exact"
    assert text.label("status", "a_status_of_my_own") == "a_status_of_my_own"


def test_every_text_exists_in_both_languages_with_the_same_placeholders() -> None:
    for key, texts in load_entries().items():
        assert set(texts) == set(LANGUAGES), key
        found = {language: set(PLACEHOLDER.findall(texts[language])) for language in LANGUAGES}
        assert found["ko"] >= found["en"] or found["en"] >= found["ko"], key
        assert all(texts[language].strip() for language in LANGUAGES), key


def test_a_value_in_a_text_is_not_interpreted() -> None:
    text = load_texts("en")
    assert text("empty.title", topic="<script>") == "<script>: no data yet"
    assert text.label("taxonomy", "one_of_my_own") == "one_of_my_own"
