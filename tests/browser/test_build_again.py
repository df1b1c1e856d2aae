"""Building the pages of a release twice gives the same bytes."""

from pathlib import Path

import pytest

from tests.browser.conftest import INFO
from tests.support.whole_site import build_site

pytestmark = pytest.mark.browser


def test_same_marts_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = build_site(site.parent / "marts.duckdb", tmp_path / "report", INFO)
    before = sorted(path for path in site.rglob("*") if path.is_file())
    names = [path.relative_to(tmp_path / "report") for path in again]
    assert names == [path.relative_to(site) for path in before]
    changed = [
        name
        for name, old, new in zip(names, before, again, strict=True)
        if old.read_bytes() != new.read_bytes()
    ]
    assert changed == []
