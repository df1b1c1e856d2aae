"""Declared trace formulas: arithmetic in fractions, null, references, and what is refused."""

from __future__ import annotations

import pytest

from orchestration.errors import ConfigurationError
from orchestration.trace.expression import ColumnName, Expression, Reference
from orchestration.trace.model import Number

ROW: dict[str, Number | None] = {"a": 6, "b": 4, "zero": 0, "none": None, "third": 1 / 3}


class _Row:
    """The numbers of a row; records which references were read."""

    def __init__(self) -> None:
        self.read: list[tuple[str, Reference]] = []

    def column(self, name: str) -> Number | None:
        return ROW[name]

    def reference(self, text: str, reference: Reference) -> Number | None:
        self.read.append((text, reference))
        return 12


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a / b", 1.5),
        ("a - b - 1", 1),
        ("-(a + b) * 2", -20),
        ("a / zero", None),
        ("a + none", None),
        ("third * 3", 1.0),
        ("abs(b - a)", 2),
        ("least(a, b)", 4),
        ("greatest(a, none)", None),
        ("coalesce(a / zero, b)", 4),
        ("coalesce(none, none)", None),
        ("meet(a, 6)", 6),
        ("meet(a, b)", None),
        ("round(a / 7, 2)", 6 / 7),
        ("a / mart.value(region_code='00')", 0.5),
    ],
)
def test_value(text: str, value: Number | None) -> None:
    assert Expression(text, "test").evaluate(_Row()) == value


def test_whole_numbers_are_ints_and_exact() -> None:
    total = Expression("a / 10 + b / 10", "test").evaluate(_Row())
    assert total == 1
    assert isinstance(total, int)


def test_round_gives_the_places_of_the_published_number() -> None:
    assert Expression("round(a / b, 5)", "test").places == 5
    assert Expression("a / b", "test").places is None


def test_a_reference_names_table_column_and_key() -> None:
    row = _Row()
    Expression("mart.value(region_code=base_code, year=2020)", "test").evaluate(row)
    ((text, reference),) = row.read
    assert text == "mart.value(region_code=base_code, year=2020)"
    assert reference == Reference(
        "mart", "value", {"region_code": ColumnName("base_code"), "year": 2020}
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a ** 2",
        "a if b else 1",
        "a == b",
        "'text'",
        "True",
        "a.b",
        "least(a)",
        "exec(a)",
        "().__class__.mro()",
        "mart.value('00')",
        "mart.value(region_code=a + b)",
        "mart.value(**a)",
        "[a for a in b]",
    ],
)
def test_anything_else_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ConfigurationError, match="trace formula") as caught:
        Expression(text, "share.yml, mart share, column share")
    assert caught.value.where == "share.yml, mart share, column share"
