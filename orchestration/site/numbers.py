"""Formats numbers for Korean and English readers; bounds are written as a range."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ko", "en"]
MINUS = "\u2212"
DASH = "\u2013"


@dataclass(frozen=True)
class Numbers:
    """Number formats of one language. None is written as the text `undisclosed`."""

    language: Language
    undisclosed: str
    """The text for a value that may not be disclosed."""

    def count(self, value: float | None) -> str:
        """A whole number in groups of three digits."""
        return self.undisclosed if value is None else _with_minus_signs(f"{value:,.0f}")

    def short(self, value: float | None) -> str:
        """A large number in the unit of the language: 55.9만, or 559 thousand."""
        if value is None or abs(value) < 10_000:
            return self.count(value)
        if self.language == "ko":
            return _with_minus_signs(f"{value / 10_000:,.1f}만".replace(".0만", "만"))
        if abs(value) < 1_000_000:
            return _with_minus_signs(f"{value / 1000:,.0f} thousand")
        return _with_minus_signs(f"{value / 1_000_000:,.2f} million")

    def short_between(self, low: float | None, high: float | None) -> str:
        """Two large numbers as a range in the unit of the language: 49.3–66.6만."""
        first, last = self.short(low), self.short(high)
        for unit in ("만", " thousand", " million"):
            if first != last and first.endswith(unit) and last.endswith(unit):
                first = first.removesuffix(unit)
        return join_bounds(first, last)

    def signed(self, value: float | None) -> str:
        """A change, always with a sign."""
        if value is None:
            return self.undisclosed
        return _with_minus_signs(f"{value:+,.0f}")

    def signed_percent(self, change: float | None, decimals: int = 1) -> str:
        """A relative change as a percentage, always with a sign."""
        if change is None:
            return self.undisclosed
        return _with_minus_signs(f"{change * 100:+,.{decimals}f}%")

    def percent(self, share: float | None, decimals: int = 1) -> str:
        """A share from 0 to 1 as a percentage."""
        return (
            self.undisclosed
            if share is None
            else _with_minus_signs(f"{share * 100:,.{decimals}f}%")
        )

    def points(self, difference: float | None, decimals: int = 1) -> str:
        """A difference of two shares (0 to 1) in percentage points."""
        if difference is None:
            return self.undisclosed
        unit = "%p" if self.language == "ko" else " pp"
        return _with_minus_signs(f"{difference * 100:+.{decimals}f}{unit}")

    def points_between(self, low: float | None, high: float | None) -> str:
        """A difference of two shares in percentage points, or its bounds."""
        if low is None or high is None:
            return self.undisclosed
        if low == high:
            return self.points(low)
        unit = "%p" if self.language == "ko" else " pp"
        return _with_minus_signs(f"{low * 100:+.1f} … {high * 100:+.1f}{unit}")

    def ratio(self, value: float | None) -> str:
        """A quotient with two decimals."""
        return self.undisclosed if value is None else _with_minus_signs(f"{value:,.2f}")

    def index(self, value: float | None) -> str:
        """An index between 0 and 2 with three decimals."""
        return self.undisclosed if value is None else f"{value:.3f}"

    def percent_between(self, low: float | None, high: float | None, decimals: int = 1) -> str:
        """A share from 0 to 1 as a percentage, or its bounds."""
        if low is None or high is None:
            return self.undisclosed
        if low == high:
            return self.percent(low, decimals)
        return f"{low * 100:,.{decimals}f}{DASH}{high * 100:,.{decimals}f}%"

    def count_between(self, low: float | None, high: float | None) -> str:
        """A whole number, or its bounds."""
        if low is None or high is None:
            return self.undisclosed
        return join_bounds(self.count(low), self.count(high))

    def size(self, size: int) -> str:
        """The size of a file in B, KB or MB."""
        if size < 1024:
            return f"{size} B"
        if size < 1024**2:
            return f"{size / 1024:,.0f} KB"
        return f"{size / 1024**2:,.1f} MB"


def join_bounds(low: str, high: str) -> str:
    """Two bounds as text: `low–high`, or one of them where the texts are equal."""
    return low if low == high else f"{low}{DASH}{high}"


def decimal_range(low: float, high: float | None, decimals: int) -> str:
    """`low`, or `low–high` if there is a `high`, with a fixed number of decimals."""
    written = f"{low:,.{decimals}f}"
    return written if high is None else f"{written}{DASH}{high:,.{decimals}f}"


def _with_minus_signs(text: str) -> str:
    return text.replace("-", MINUS)
