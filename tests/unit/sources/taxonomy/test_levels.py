"""Names, own codes and parents of the levels of a taxonomy."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orchestration.errors import TaxonomyRefused
from orchestration.sources.taxonomy.levels import check_levels

Level = tuple[str, str, str, str]
"""Layer, industry, parent and Korean name."""


def check(levels: Sequence[Level]) -> None:
    columns = ("layer", "industry", "parent", "name_ko")
    records = [
        (line, dict(zip(columns, level, strict=True)) | {"own_code": "", "name_en": ""})
        for line, level in enumerate(levels, 2)
    ]
    check_levels(records, "mine.csv")


def test_four_levels_are_accepted() -> None:
    check([("a", "", "", "가"), ("a", "b", "", "나"), ("a", "c", "b", ""), ("a", "d", "c", "")])


def test_an_industry_may_be_in_two_layers_with_two_parents() -> None:
    check([("a", "x", "b", ""), ("a", "b", "", "나"), ("c", "x", "d", ""), ("c", "d", "", "라")])


@pytest.mark.parametrize(
    ("levels", "line", "reason"),
    [
        ([("a", "b", "", "가"), ("a", "b", "", "나")], 3, "is '나' here and '가' on line 2"),
        ([("a", "b", "c", "")], 2, "the parent c of industry b of layer a is not an industry"),
        ([("a", "b", "c", ""), ("d", "c", "", "")], 2, "not an industry of the layer a"),
        ([("a", "", "b", ""), ("a", "b", "", "")], 2, "layer a has a parent"),
        ([("a", "b", "b", "")], 2, "or below itself"),
        (
            [("a", "b", "c", ""), ("a", "c", "d", ""), ("a", "d", "c", "")],
            2,
            "is more than 12 levels deep, or below itself",
        ),
        (
            [("a", f"i{n}", f"i{n + 1}", "") for n in range(12)] + [("a", "i12", "", "")],
            2,
            "12 levels",
        ),
    ],
)
def test_a_contradiction_is_refused(levels: Sequence[Level], line: int, reason: str) -> None:
    with pytest.raises(TaxonomyRefused, match=reason) as refused:
        check(levels)
    assert f"mine.csv line {line}" in str(refused.value)


def test_twelve_levels_are_accepted() -> None:
    check([*(("a", f"i{n}", f"i{n + 1}", "") for n in range(11)), ("a", "i11", "", "")])
