"""KSIC codes as cells have them, and zeros that spreadsheets removed."""

from __future__ import annotations

import pytest

from orchestration.sources.taxonomy.linkage.codes import WrittenCode, part_of, read_codes, resolve


@pytest.mark.parametrize(
    ("cell", "codes", "rest"),
    [
        ("26291", [("", "26291", False)], ""),
        ("C26291*", [("C", "26291", True)], ""),
        ("C 26291", [("C", "26291", False)], ""),
        ("c26", [("C", "26", False)], ""),
        ("(일부)26291", [("", "26291", True)], ""),
        ("26291 (일부)", [("", "26291", True)], ""),
        ("26291(일부 제외)", [("", "26291", True)], ""),
        ("58221, 58222*", [("", "58221", False), ("", "58222", True)], ""),
        ("58221·58222", [("", "58221", False), ("", "58222", False)], ""),
        ("58221 58222", [("", "58221", False), ("", "58222", False)], ""),
        ("58221.시스템 소프트웨어", [("", "58221", False)], "시스템 소프트웨어"),
        ("58221 시스템, 응용 개발", [("", "58221", False)], "시스템, 응용 개발"),
        ("J", [("J", "", False)], ""),
        ("1110.0", [("", "1110", False)], ""),
        ("58~63", [], "58~63"),
        ("소프트웨어", [], "소프트웨어"),
        ("123456", [], "123456"),
        ("²²", [], "²²"),
    ],
)
def test_the_codes_of_a_cell(cell: str, codes: list[tuple[str, str, bool]], rest: str) -> None:
    found, after = read_codes(cell)
    assert [(one.letter, one.digits, one.is_part) for one in found] == codes
    assert after == rest


@pytest.mark.parametrize(
    ("letter", "digits", "name", "lost", "expected"),
    [
        ("", "58221", "", False, "58221"),
        ("", "1110", "", False, "01110"),
        ("", "01110", "", False, "01110"),
        ("", "2011", "임업용 종묘 생산업", False, "02011"),
        ("", "2011", "기초 유기화학 물질 제조업", False, "2011"),
        ("A", "2011", "", False, "02011"),
        ("C", "2011", "", False, "2011"),
        ("", "1", "", False, "01"),
        ("", "20", "", False, "20"),
        ("", "20", "", True, ""),
        ("", "2011", "", False, ""),
        ("", "99999", "", False, ""),
        ("J", "", "", False, "J"),
        ("Z", "", "", False, ""),
    ],
)
def test_a_zero_is_restored_only_where_one_code_is_valid(
    letter: str, digits: str, name: str, lost: bool, expected: str
) -> None:
    found = resolve(WrittenCode(letter, digits, False), name, "10", lost)
    assert found.code == expected
    assert bool(found.fault) is (expected == "")
    assert bool(found.restored_by) is (expected not in ("", digits, letter))


@pytest.mark.parametrize(
    ("text", "is_part", "share"),
    [
        ("일부", True, "0"),
        ("일부(40%)", True, "0.4"),
        ("일부 12.5 %", True, "0.125"),
        ("*", True, ""),
        ("전체", False, ""),
        ("", False, ""),
        ("전자 부분품", False, ""),
    ],
)
def test_a_remark_says_that_a_part_is_linked(text: str, is_part: bool, share: str) -> None:
    assert part_of(text) == (is_part, share if share != "0" else "")
