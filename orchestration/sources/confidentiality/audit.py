"""The audit: check that patterns prove the protection of every primary cell, independently of the search.

Bounds by propagation cannot prove protection: they are wider than those that an attacker gets by linear
programming. A pattern is a proof: both its ends are censuses that agree with all published cells.
"""

from __future__ import annotations

import numpy as np

from orchestration.sources.confidentiality.patterns import Patterns
from orchestration.sources.confidentiality.rule import Mask, ProtectionRule
from orchestration.sources.confidentiality.table import DISTRICT, LEAF, Table


def find_unproved(table: Table, rule: ProtectionRule, suppressed: Mask, patterns: Patterns) -> Mask:
    """The primary cells whose protection by `rule` the patterns do not prove, as a mask of the table.

    `suppressed` are all cells without a published number of employees. A pattern proves nothing if it
    changes a published cell, adds employees where there is no establishment, or removes more employees than
    there are.
    """
    forward, backward = patterns.amounts
    holds = np.ones(len(patterns), dtype=np.bool_)
    found = list(patterns.changes(table))
    for pattern, region, industry, change in found:
        allowed = suppressed[region, industry]
        is_finest = (table.regions.level[region] == DISTRICT) & (
            table.industries.level[industry] == LEAF
        )
        if is_finest.any():
            removed = np.where(change < 0, forward[pattern] * -change, backward[pattern] * change)
            available = table.excess[region, industry]
            allowed &= (table.establishments[region, industry] > 0) & (
                removed <= np.maximum(available, 0)
            )
        np.logical_and.at(holds, pattern, allowed)
    upper, lower = rule.levels(table.establishments, table.excess)
    above, below = np.zeros_like(upper), np.zeros_like(lower)
    for pattern, *cell, change in found:
        more, fewer = forward[pattern] * change, backward[pattern] * -change
        for reached, ends in ((above, np.maximum(more, fewer)), (below, -np.minimum(more, fewer))):
            np.maximum.at(reached, tuple(cell), np.where(holds[pattern], ends, 0))
    return rule.primary(table.establishments) & ((above < upper) | (below < lower))
