"""The protection rule: which cells are primary, and how wide the interval of each must be.

A threshold rule with protection levels as in τ-ARGUS and sdcTable (Hundepool et al. 2012, chapter 4): a
cell with fewer than `threshold` establishments is primary. The interval that an attacker can compute
for its employees w must contain w - lower and w + upper, with upper = max(least, percent of w) and
lower = percent of w, but not less than one employee per establishment, because everyone knows this
minimum.
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
        """The cells with establishments, but fewer than the threshold."""
        return (establishments > 0) & (establishments < self.threshold)

    def levels(self, establishments: Counts, excess: Counts) -> tuple[Counts, Counts]:
        """Upper and lower protection level of every cell, in employees; 0 for cells that are not primary.

        `excess` is employees minus establishments, in the shape of `establishments`.
        """
        primary = self.primary(establishments)
        part = -((establishments + excess) * -self.percent // 100)
        upper = np.where(primary, np.maximum(self.least, part), 0)
        lower = np.where(primary, np.minimum(np.maximum(excess, 0), part), 0)
        return upper, lower
