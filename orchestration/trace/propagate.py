"""Whole numbers known within bounds, tied together by sums: bounds are narrowed until none moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

UNBOUNDED = 10**12
"""Stands for "no upper bound yet"; above any count."""
_STEPS = 2_000_000


@dataclass
class Network:
    """Unknowns by number, and ties `total = sum of parts` (at least the sum, where parts are missing)."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    _ties: list[tuple[int, tuple[int, ...], bool]] = field(default_factory=list)
    _uses: list[list[int]] = field(default_factory=list)

    def unknown(self, low: int = 0, high: int = UNBOUNDED) -> int:
        """A new unknown; returns its number."""
        self.low.append(low)
        self.high.append(high)
        self._uses.append([])
        return len(self.low) - 1

    def tie(self, total: int, parts: Sequence[int], *, complete: bool = True) -> None:
        """Let `parts` add up to `total`; without `complete` they may fall short of it."""
        number = len(self._ties)
        self._ties.append((total, tuple(parts), complete))
        for unknown in (total, *parts):
            self._uses[unknown].append(number)

    def settle(self) -> None:
        """Narrow all bounds until nothing moves. Bounds are sound at every step."""
        waiting = deque(range(len(self._ties)))
        queued = [True] * len(self._ties)
        for _ in range(_STEPS):
            if not waiting:
                return
            number = waiting.popleft()
            queued[number] = False
            for unknown in self._narrow(*self._ties[number]):
                for use in self._uses[unknown]:
                    if not queued[use]:
                        queued[use] = True
                        waiting.append(use)

    def _narrow(self, total: int, parts: tuple[int, ...], complete: bool) -> list[int]:
        low, high = self.low, self.high
        least, greatest = sum(low[p] for p in parts), sum(high[p] for p in parts)
        moved = []
        if self._at_least(total, least) | (complete and self._at_most(total, greatest)):
            moved.append(total)
        for part in parts:
            others_least, others_greatest = least - low[part], greatest - high[part]
            narrowed = self._at_most(part, high[total] - others_least)
            if complete:
                narrowed |= self._at_least(part, low[total] - others_greatest)
            if narrowed:
                moved.append(part)
                least, greatest = others_least + low[part], others_greatest + high[part]
        return moved

    def _at_least(self, unknown: int, bound: int) -> bool:
        if bound > self.low[unknown]:
            self.low[unknown] = bound
            return True
        return False

    def _at_most(self, unknown: int, bound: int) -> bool:
        if bound < self.high[unknown]:
            self.high[unknown] = bound
            return True
        return False
