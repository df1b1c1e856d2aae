from __future__ import annotations

import pytest

from orchestration.agents.named import Named, choose, search
from orchestration.errors import QueryError

SOFTWARE = Named("industry", "582", ("소프트웨어 개발 및 공급업", "Software publishing"))
GAMES = Named("industry", "5821", ("게임 소프트웨어 개발 및 공급업", "Game software publishing"))
TOBACCO = [
    Named("industry", "12", ("담배 제조업(12)", "Manufacture of tobacco products")),
    Named("industry", "120", ("담배 제조업", "Manufacture of tobacco products")),
]
INFORMATION = Named("industry", "J", ("정보통신업(58~63)", "Information and communication"))
THINGS = [SOFTWARE, GAMES, *TOBACCO, INFORMATION]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("582", "582"),
        ("j", "J"),
        ("정보통신업", "J"),
        ("정보 통신업", "J"),
        ("정보통신업(58~63)", "J"),
        ("INFORMATION AND COMMUNICATION", "J"),
        ("game", "5821"),
        ("담배 제조업", "12"),
        ("tobacco products manufacture", None),
    ],
)
def test_choose(words: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(QueryError, match=r"\(12\), .*\(120\)"):
            choose(words, THINGS, "industry", "look")
    else:
        assert choose(words, THINGS, "industry", "look").code == code


def test_choose_among_several_lists_them() -> None:
    with pytest.raises(QueryError, match=r"fits 2 names .*\(582\), .*\(5821\)"):
        choose("소프트웨어", THINGS, "industry", "look")


def test_an_unknown_name_gets_the_closest_by_letters() -> None:
    with pytest.raises(QueryError, match=r"did you mean 정보통신업\(58~63\) \(J\)\? look"):
        choose("정보통심업", THINGS, "industry", "look")


def test_search_says_whether_the_words_are_contained() -> None:
    assert search("software", THINGS) == ([SOFTWARE, GAMES], True)
    assert search("정보통심업", THINGS) == ([INFORMATION], False)
    assert search("nothing like it", THINGS) == ([], False)
    assert search("--- ' ;", THINGS) == ([], False)
