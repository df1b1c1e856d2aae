"""Formats the values of a column alike: one number of decimals, and thousands grouped in all or in none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

Format = Callable[[object], str]

_DIGITS = 6
"""Significant digits of the largest number that is not whole."""
_MOST_DECIMALS = 10
_YEARS = range(1900, 2101)
_NOT_GROUPED = re.compile(r"(^|_)(year|code|id)$|^(month|port)$")
"""Names of columns whose whole numbers are not quantities."""


def is_number(value: object) -> bool:
    """Whether a value is aligned to the right. Not for `bool`."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def column_format(name: str, values: Iterable[object]) -> Format:
    """The function that turns each value of the column into text; None becomes ''.

    Numbers that are not whole have as many decimals as the column needs, so that the largest has six
    significant digits and the smallest at least one. Whole numbers have no decimals. A column of years has
    no grouping: it is named `year`, or all its numbers are between 1900 and 2100.
    """
    numbers = [value for value in values if is_number(value)]
    if all(isinstance(number, int) for number in numbers):
        years = all(number in _YEARS for number in numbers)
        return _writer("d" if years or _NOT_GROUPED.search(name) else ",d")
    finite = [float(number) for number in numbers if math.isfinite(number)]  # type: ignore[arg-type]
    return _writer(_float_format([abs(number) for number in finite if number]))


def _float_format(sizes: Sequence[float]) -> str:
    """The format of numbers with these absolute values, none of them 0."""
    if not sizes:
        return ",.1f"
    largest, smallest = max(sizes), min(sizes)
    room = _DIGITS - (len(str(int(largest))) if largest >= 1 else 0)
    visible = math.ceil(-math.log10(smallest))
    allowed = max(room, visible, 1)
    if allowed > _MOST_DECIMALS:
        return f".{_DIGITS - 1}e"
    needed = max(_decimals(size) for size in sizes)
    return f",.{max(1, min(needed, allowed))}f"


def _decimals(number: float) -> int:
    """The decimals of the shortest text that gives the same number."""
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _writer(form: str) -> Format:
    def write(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        return format(value, form) if is_number(value) else str(value)

    return write
