"""Numbers as Korean and English readers write them; what is uncertain stays visibly so."""

from dataclasses import dataclass
from typing import Literal

from orchestration.site import korean

Language = Literal["ko", "en"]
MINUS = "\u2212"
DASH = "\u2013"


@dataclass(frozen=True)
class Numbers:
    """Formats of one language. None is a value that is not known and becomes the given words."""

    language: Language
    hidden: str
    """The words for a value that may not be disclosed."""

    def count(self, value: float | None) -> str:
        """A whole number in groups of three digits."""
        return self.hidden if value is None else _signless(f"{value:,.0f}")

    def short(self, value: float | None) -> str:
        """A large number in the reader's unit: 55.9만, or 559 thousand."""
        if value is None or abs(value) < 10_000:
            return self.count(value)
        if self.language == "ko":
            return _signless(f"{value / 10_000:,.1f}만".replace(".0만", "만"))
        if abs(value) < 1_000_000:
            return _signless(f"{value / 1000:,.0f} thousand")
        return _signless(f"{value / 1_000_000:,.2f} million")

    def signed(self, value: float | None) -> str:
        """A change, always with its sign."""
        if value is None:
            return self.hidden
        return _signless(f"{value:+,.0f}")

    def percent(self, share: float | None, decimals: int = 1) -> str:
        """A share of one as percent."""
        return self.hidden if share is None else _signless(f"{share * 100:,.{decimals}f}%")

    def points(self, difference: float | None) -> str:
        """A difference of shares in percentage points."""
        if difference is None:
            return self.hidden
        unit = "%p" if self.language == "ko" else " pp"
        return _signless(f"{difference * 100:+.1f}{unit}")

    def points_between(self, low: float | None, high: float | None) -> str:
        """A difference of shares that is known, or the interval in which it lies."""
        if low is None or high is None:
            return self.hidden
        if low == high:
            return self.points(low)
        unit = "%p" if self.language == "ko" else " pp"
        return _signless(f"{low * 100:+.1f} … {high * 100:+.1f}{unit}")

    def ratio(self, value: float | None) -> str:
        """A quotient with two decimals."""
        return self.hidden if value is None else _signless(f"{value:,.2f}")

    def index(self, value: float | None) -> str:
        """An index between 0 and 2 with three decimals."""
        return self.hidden if value is None else f"{value:.3f}"

    def percent_between(self, low: float | None, high: float | None) -> str:
        """A share that is known, or the interval in which it lies."""
        if low is None or high is None:
            return self.hidden
        if low == high:
            return self.percent(low)
        return f"{low * 100:,.1f}{DASH}{high * 100:,.1f}%"

    def count_between(self, low: float | None, high: float | None) -> str:
        """A number that is known, or the interval in which it lies."""
        if low is None or high is None:
            return self.hidden
        return self.count(low) if low == high else f"{self.count(low)}{DASH}{self.count(high)}"

    def superlative(self, low: int, high: int) -> str:
        """A rank, or its bounds, before an adjective: 가장 (큰), 네 번째로; (the) 4th (largest)."""
        first = low == high == 1
        if self.language == "ko":
            return "가장" if first else f"{korean.ordinal(low, high)}로"
        if first:
            return ""
        return f"{_ordinal(low)} " if low == high else f"{_ordinal(low)}{DASH}{_ordinal(high)} "

    def size(self, octets: int) -> str:
        """The size of a file."""
        if octets < 1024:
            return f"{octets} B"
        if octets < 1024**2:
            return f"{octets / 1024:,.0f} KB"
        return f"{octets / 1024**2:,.1f} MB"


def _ordinal(number: int) -> str:
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _signless(text: str) -> str:
    return text.replace("-", MINUS)
