"""From a table to what is withheld of it, proved."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.sources.confidentiality.audit import unproved
from orchestration.sources.confidentiality.rule import Mask, ProtectionRule
from orchestration.sources.confidentiality.search import Search
from orchestration.sources.confidentiality.table import Table


@dataclass(frozen=True)
class Withheld:
    """The cells without a published number of employees, regions by codes as in the table."""

    primary: Mask
    """By the threshold."""
    secondary: Mask
    """By complementary suppression: their numbers would give away primary ones."""
    unproved: Mask
    """Primary cells whose protection is not proved: nothing may be published while there is one."""


def protect(table: Table, rule: ProtectionRule) -> Withheld:
    """What has to be withheld of `table` so that `rule` holds, and whether that is proved."""
    primary = rule.primary(table.establishments)
    search = Search(table, rule)
    search.run()
    occupied = table.establishments > 0
    withheld = search.withheld & occupied
    return Withheld(
        primary,
        withheld & ~primary & ~table.is_unknown,
        unproved(table, rule, withheld, search.patterns),
    )
