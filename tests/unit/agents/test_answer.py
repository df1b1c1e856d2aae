from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from orchestration.agents.answer import cut, plain


def test_plain_values_are_json() -> None:
    values = {
        "nan": float("nan"),
        "infinite": float("inf"),
        "decimal": Decimal("1.50"),
        "day": date(2026, 1, 2),
        "time": datetime(2026, 1, 2, tzinfo=UTC),
        "nested": [(1, {"a": b"\x00\xff"})],
        "true": True,
        3: None,
    }
    assert json.loads(json.dumps(plain(values), allow_nan=False)) == {
        "nan": None,
        "infinite": None,
        "decimal": 1.5,
        "day": "2026-01-02",
        "time": "2026-01-02T00:00:00+00:00",
        "nested": [[1, {"a": "00ff"}]],
        "true": True,
        "3": None,
    }


def test_a_cut_is_said() -> None:
    assert cut([1, 2], 2) == ([1, 2], {"shown": 2, "found": 2})
    shown, said = cut([1, 2, 3], 2)
    assert shown == [1, 2]
    assert (said["shown"], said["found"]) == (2, 3)
    assert said["note"].startswith("1 more")
