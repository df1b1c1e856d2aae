"""No text that `tools.new` leaves for a person to write is published."""

from __future__ import annotations

import pytest

from orchestration.settings import PROJECT_ROOT

WRITTEN = (
    "orchestration/sources/declarations/*.yml",
    "orchestration/site/**/*.py",
    "orchestration/site/text/*.yml",
    "dbt_project/models/**/*",
    "expectations/suites/*.yml",
)


@pytest.mark.parametrize("pattern", WRITTEN)
def test_nothing_is_left_to_do(pattern: str) -> None:
    paths = [path for path in PROJECT_ROOT.glob(pattern) if path.is_file()]
    assert paths
    assert [p.name for p in paths if "TODO" in p.read_text(encoding="utf-8")] == []
