"""An unknown mart is refused with the closest names."""

from __future__ import annotations

import pytest

from orchestration.agents.mart_names import require_mart
from orchestration.errors import QueryError

KNOWN = ["industry_share", "smart_city_share"]


def test_a_known_mart_is_accepted() -> None:
    require_mart("industry_share", KNOWN, "look them up")


@pytest.mark.parametrize(
    ("mart", "remedy"),
    [
        ("industry_shares", "did you mean industry_share? look them up"),
        ("x", "look them up"),
    ],
)
def test_an_unknown_mart_is_refused(mart: str, remedy: str) -> None:
    with pytest.raises(QueryError) as caught:
        require_mart(mart, KNOWN, "look them up")
    assert caught.value.remedy == remedy
