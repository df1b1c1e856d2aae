"""The protection rule: which cells are primary, and how wide the interval of each has to stay.

A threshold rule with protection levels as in τ-ARGUS and sdcTable (Hundepool et al. 2012, chapter 4): a
cell of fewer than `threshold` establishments is primary. Of its employees w an attacker may learn no
more than an interval that holds w - lower and w + upper, with upper = max(least, percent of w) and lower
= percent of w, at most down to one employee for each establishment: everyone knows that there are no
fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ProtectionRule:
    """`threshold` in establishments, `percent` of the employees of a cell, `least` in employees."""

    threshold: int
    percent: int
    least: int

    def primary(self, establishments: Counts) -> Mask:
        """Which cells the threshold suppresses: occupied, and by too few."""
        return (establishments > 0) & (establishments < self.threshold)

    def levels(self, establishments: Counts, excess: Counts) -> tuple[Counts, Counts]:
        """Upper and lower protection level of every cell, in employees; 0 where it is not primary.

        `excess` is employees beyond one for each establishment, in the shape of `establishments`.
        """
        primary = self.primary(establishments)
        part = -((establishments + excess) * -self.percent // 100)
        upper = np.where(primary, np.maximum(self.least, part), 0)
        lower = np.where(primary, np.minimum(np.maximum(excess, 0), part), 0)
        return upper, lower
