"""The pages of the taxonomies: a list, and for each taxonomy its figures and its codes."""

import re
from collections.abc import Sequence
from functools import partial

from orchestration.site.context import Context
from orchestration.site.figures import estimates, layers, over_time, overlaps, sensitivity
from orchestration.site.figures import taxonomies as own
from orchestration.site.pages.page import Page, Section
from orchestration.site.scope import FOCUS, Scope

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def pages_of(scope: Scope) -> list[Page]:
    """Two pages per taxonomy whose identifier can be an address: figures and codes."""
    identified = [name for name in scope.all_taxonomies if _IDENTIFIER.fullmatch(name)]
    return [
        page
        for name in identified
        for page in (
            Page(f"taxonomy-{name}", "", partial(figures, taxonomy_id=name), taxonomy=name),
            Page(f"codes-{name}", "", partial(codes, taxonomy_id=name), taxonomy=name),
        )
    ]


def all_taxonomies(context: Context) -> Sequence[Section]:
    """Every taxonomy with its publisher and size."""
    return [Section(block="taxonomies", values={"taxonomies": own.describe(context)})]


def figures(context: Context, taxonomy_id: str) -> Sequence[Section]:
    """What a taxonomy is, and its share by layer, industry, province and year.

    The shared pages have the further figures of the report's taxonomies.
    """
    mine = context.of_taxonomy(taxonomy_id)
    shown = [layers.share_by_layer(mine, FOCUS), own.shares_by_industry(mine, FOCUS)]
    if not mine.scope.compares_with_report:
        shown += [estimates.estimate_map(mine, taxonomy_id), over_time.share_over_time(mine, FOCUS)]
        if own.has_several_layers(mine):
            shown.append(overlaps.overlap_of_layers(mine, FOCUS))
        shown.append(sensitivity.sensitivity(mine))
    return [_description(context, taxonomy_id), Section(shown)]


def codes(context: Context, taxonomy_id: str) -> Sequence[Section]:
    """The codes of a taxonomy."""
    mine = context.of_taxonomy(taxonomy_id)
    return [_description(context, taxonomy_id), Section([own.codes(mine)])]


def _description(context: Context, taxonomy_id: str) -> Section:
    found = [one for one in own.describe(context) if one.taxonomy_id == taxonomy_id]
    return Section(block="taxonomy", values={"taxonomies": found})
