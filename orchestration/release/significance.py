"""How large a change is: the one place where the thresholds of CHANGES.md are declared.

A number is measured against its old value. A number that appears where there was none, or goes, or leaves
zero, is always a large change; a text, a date or a flag that reads differently a moderate one.
"""

from __future__ import annotations

from typing import Literal

Size = Literal["large", "moderate", "small"]
SIZES: tuple[Size, ...] = ("large", "moderate", "small")

LARGE_FROM = 0.10
"""A tenth of the old value and more."""
MODERATE_FROM = 0.01
"""A hundredth of the old value and more; what is less is small."""

MEANING: dict[Size, str] = {
    "large": f"numbers that moved by {LARGE_FROM:.0%} or more, appeared or went",
    "moderate": f"numbers that moved by {MODERATE_FROM:.0%} or more; texts that read differently",
    "small": f"numbers that moved by less than {MODERATE_FROM:.0%}",
}


def relative_sql(old: str, new: str) -> str:
    """SQL: the change relative to the old value, null where there is no measure for it."""
    return (
        f"case when {old} <> 0"
        f" then abs(cast({new} as double) - cast({old} as double)) / abs(cast({old} as double)) end"
    )


def size_sql(relative: str) -> str:
    """SQL: the size of the change of a number; `relative` is null where it is always large."""
    return (
        f"case when {relative} is null or {relative} >= {LARGE_FROM} then 'large'"
        f" when {relative} >= {MODERATE_FROM} then 'moderate' else 'small' end"
    )
