"""Suppress cells of a table so that the protection rule is satisfied, and prove it."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.sources.confidentiality.audit import find_unproved
from orchestration.sources.confidentiality.rule import Mask, ProtectionRule
from orchestration.sources.confidentiality.search import Search
from orchestration.sources.confidentiality.table import Table


@dataclass(frozen=True)
class Suppressions:
    """The cells without a published number of employees: masks of regions by industries, as the table."""

    primary: Mask
    """Cells with fewer establishments than the threshold."""
    secondary: Mask
    """Cells from which primary cells could be computed."""
    unproved: Mask
    """Primary cells whose protection is not proved. If there is one, the table must not be published."""


def protect(table: Table, rule: ProtectionRule) -> Suppressions:
    """The cells of `table` that are suppressed so that `rule` is satisfied, and those without a proof."""
    primary = rule.primary(table.establishments)
    search = Search(table, rule)
    search.run()
    occupied = table.establishments > 0
    suppressed = search.suppressed & occupied
    return Suppressions(
        primary,
        suppressed & ~primary & ~table.is_unknown,
        find_unproved(table, rule, suppressed, search.patterns),
    )
