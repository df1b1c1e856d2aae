"""Narrow the bounds of whole numbers that are linked by sums (interval constraint propagation)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

UNBOUNDED = 10**12
"""An upper bound that limits nothing: greater than any number of establishments or employees."""
_STEPS = 2_000_000


@dataclass
class Network:
    """Unknowns by number, and sums `total = parts` (`total >= parts` where not all parts are known)."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    _sums: list[tuple[int, tuple[int, ...], bool]] = field(default_factory=list)
    _uses: list[list[int]] = field(default_factory=list)

    def add_unknown(self, low: int = 0, high: int = UNBOUNDED) -> int:
        """Add an unknown and return its number."""
        self.low.append(low)
        self.high.append(high)
        self._uses.append([])
        return len(self.low) - 1

    def add_sum(self, total: int, parts: Sequence[int], *, complete: bool = True) -> None:
        """State that `parts` add up to `total`; without `complete` their sum may be less."""
        number = len(self._sums)
        self._sums.append((total, tuple(parts), complete))
        for unknown in (total, *parts):
            self._uses[unknown].append(number)

    def narrow(self) -> None:
        """Narrow all bounds until none changes. The bounds are valid at every step."""
        waiting = deque(range(len(self._sums)))
        queued = [True] * len(self._sums)
        for _ in range(_STEPS):
            if not waiting:
                return
            number = waiting.popleft()
            queued[number] = False
            for unknown in self._narrow(*self._sums[number]):
                for use in self._uses[unknown]:
                    if not queued[use]:
                        queued[use] = True
                        waiting.append(use)

    def _narrow(self, total: int, parts: tuple[int, ...], complete: bool) -> list[int]:
        low, high = self.low, self.high
        least, greatest = sum(low[p] for p in parts), sum(high[p] for p in parts)
        moved = []
        if self._raise_low(total, least) | (complete and self._lower_high(total, greatest)):
            moved.append(total)
        for part in parts:
            others_least, others_greatest = least - low[part], greatest - high[part]
            narrowed = self._lower_high(part, high[total] - others_least)
            if complete:
                narrowed |= self._raise_low(part, low[total] - others_greatest)
            if narrowed:
                moved.append(part)
                least, greatest = others_least + low[part], others_greatest + high[part]
        return moved

    def _raise_low(self, unknown: int, bound: int) -> bool:
        if bound > self.low[unknown]:
            self.low[unknown] = bound
            return True
        return False

    def _lower_high(self, unknown: int, bound: int) -> bool:
        if bound < self.high[unknown]:
            self.high[unknown] = bound
            return True
        return False
