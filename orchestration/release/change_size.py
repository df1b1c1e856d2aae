"""How large a change of a value is: the thresholds of CHANGES.md.

A number is compared with its old value. A number that is new, is gone or was zero before is a large change;
a changed text, date or flag is a moderate one.
"""

from __future__ import annotations

from typing import Literal

Size = Literal["large", "moderate", "small"]
SIZES: tuple[Size, ...] = ("large", "moderate", "small")

LARGE_FROM = 0.10
"""Smallest large change, relative to the old value."""
MODERATE_FROM = 0.01
"""Smallest moderate change, relative to the old value."""

MEANING: dict[Size, str] = {
    "large": f"numbers that changed by {LARGE_FROM:.0%} or more, are new or are gone",
    "moderate": f"numbers that changed by {MODERATE_FROM:.0%} or more, and changed texts",
    "small": f"numbers that changed by less than {MODERATE_FROM:.0%}",
}


def relative_sql(old: str, new: str) -> str:
    """SQL for the absolute change divided by the old value; null where the old value is 0 or null."""
    return (
        f"case when {old} <> 0"
        f" then abs(cast({new} as double) - cast({old} as double)) / abs(cast({old} as double)) end"
    )


def size_sql(relative: str) -> str:
    """SQL for the size of the change of a number; where `relative` is null, the change is large."""
    return (
        f"case when {relative} is null or {relative} >= {LARGE_FROM} then 'large'"
        f" when {relative} >= {MODERATE_FROM} then 'moderate' else 'small' end"
    )
