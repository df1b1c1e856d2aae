"""The audit: what the patterns prove, whoever found them.

Bounds by propagation cannot prove protection: they are wider than what an attacker reaches by linear
programming. A pattern is an inner bound: both its ends are censuses that agree with all published cells.
"""

from __future__ import annotations

import numpy as np

from orchestration.sources.confidentiality.patterns import Patterns
from orchestration.sources.confidentiality.rule import Mask, ProtectionRule
from orchestration.sources.confidentiality.table import DISTRICT, LEAF, Table


def unproved(table: Table, rule: ProtectionRule, withheld: Mask, patterns: Patterns) -> Mask:
    """Which primary cells the patterns do not prove to be as uncertain as the rule wants.

    `withheld` are all cells of which no number of employees is published. A pattern that would change a
    published cell, put an employee where there is no establishment, or take more employees than there are,
    proves nothing.
    """
    forward, backward = patterns.amounts
    holds = np.ones(len(patterns), dtype=np.bool_)
    found = list(patterns.changes(table))
    for pattern, region, industry, change in found:
        allowed = withheld[region, industry]
        is_finest = (table.regions.level[region] == DISTRICT) & (
            table.industries.level[industry] == LEAF
        )
        if is_finest.any():
            taken = np.where(change < 0, forward[pattern] * -change, backward[pattern] * change)
            there = table.excess[region, industry]
            allowed &= (table.establishments[region, industry] > 0) & (
                taken <= np.maximum(there, 0)
            )
        np.logical_and.at(holds, pattern, allowed)
    upper, lower = rule.levels(table.establishments, table.excess)
    above, below = np.zeros_like(upper), np.zeros_like(lower)
    for pattern, *cell, change in found:
        more, fewer = forward[pattern] * change, backward[pattern] * -change
        for reached, ends in ((above, np.maximum(more, fewer)), (below, -np.minimum(more, fewer))):
            np.maximum.at(reached, tuple(cell), np.where(holds[pattern], ends, 0))
    return rule.primary(table.establishments) & ((above < upper) | (below < lower))
