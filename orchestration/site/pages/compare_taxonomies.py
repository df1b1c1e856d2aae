"""The page that compares taxonomies, two at a time."""

import re
from collections.abc import Sequence
from itertools import combinations

from orchestration.site.context import Context
from orchestration.site.figures import taxonomy_pairs
from orchestration.site.figures.taxonomy_pairs import Pair
from orchestration.site.pages.page import Choice, Section
from orchestration.site.scope import Scope

MOST_PAIRS = 15
"""All pairs of six taxonomies; of more, pairs with the leading one. The command compares any two."""

_PLAIN = re.compile(r"[a-z0-9_]+")


def pairs_of(scope: Scope) -> list[Pair]:
    """The pairs of taxonomies on the page: those of the report and of users come first."""
    rest = [name for name in scope.by_importance if name not in scope.featured]
    ordered = [*scope.featured, *rest]
    pairs = list(combinations(ordered, 2))
    if len(pairs) > MOST_PAIRS:
        pairs = [pair for pair in pairs if pair[0] == ordered[0]]
    return pairs[:MOST_PAIRS]


def pairs(context: Context) -> Sequence[Section]:
    """For each pair: shares of the provinces, codes in both and in one only, effects of codes."""
    found = pairs_of(context.scope)
    if not found:
        return [Section(block="one_taxonomy")]
    return [
        Section(
            choices=[
                Choice(
                    _address(pair, number),
                    " ↔ ".join(context.taxonomy(name) for name in pair),
                    [
                        taxonomy_pairs.difference_by_region(context, pair),
                        taxonomy_pairs.difference_of_codes(context, pair),
                        taxonomy_pairs.effect_of_codes(context, pair),
                    ],
                )
                for number, pair in enumerate(found, start=1)
            ],
            picker="site.choose_pair",
        )
    ]


def _address(pair: Pair, number: int) -> str:
    return "-".join(pair) if all(map(_PLAIN.fullmatch, pair)) else f"pair-{number}"
