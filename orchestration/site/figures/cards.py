"""The data classes of the first screen: an answer in one sentence and cards with numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.site.figures.drawn_share import DrawnShare
from orchestration.site.figures.growth import Sparkline


@dataclass(frozen=True)
class Line:
    """A sentence about a number, with the mark that stands for it in the drawing (empty: none)."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Statement:
    """One number of a card: what it is, the number, a drawing, and sentences about it."""

    name: str
    lead: str
    lines: Sequence[Line]
    drawn: DrawnShare | None = None
    sparkline: Sparkline | None = None


@dataclass(frozen=True)
class Card:
    """A card of the first screen, with one statement per measure."""

    title: str
    statements: Sequence[Statement]


@dataclass(frozen=True)
class FirstScreen:
    """The answer, the explanation of the change, the cards, and notes."""

    answer: str
    explanation: str
    cards: Sequence[Card]
    note: str
