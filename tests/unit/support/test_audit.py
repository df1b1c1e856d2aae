"""What the end of pip-audit is taken for."""

from __future__ import annotations

import pytest

from tests.support.audit import judged


@pytest.mark.parametrize(
    ("status", "complaints", "expected", "told"),
    [
        (0, "", 0, "no known hole"),
        (1, "requests.exceptions.ConnectionError: Max retries exceeded", 0, "NOT AUDITED"),
        (1, "Found 1 known vulnerability in 1 package", 1, "Found 1 known vulnerability"),
        (1, "", 1, "demo 1.0 CVE-2026-1"),
    ],
)
def test_out_of_reach_is_told_and_a_hole_fails(
    status: int, complaints: str, expected: int, told: str
) -> None:
    ended, text = judged(status, "demo 1.0 CVE-2026-1", complaints)
    assert ended == expected
    assert told in text
