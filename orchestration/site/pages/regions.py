"""The overview and the pages of the provinces, which lead with the estimates of a taxonomy."""

import re
from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figures import (
    districts,
    estimates,
    layers,
    provinces,
    quotients,
    relatedness,
    shift_share,
    similarity,
)
from orchestration.site.figures.first_screen import build_first_screen
from orchestration.site.pages.page import Choice, Section
from orchestration.site.scope import FOCUS

_PLAIN = re.compile(r"[a-z0-9_]+")


def overview(context: Context) -> Sequence[Section]:
    """Size, share and growth of Seoul's smart-city industry and the provinces, for each taxonomy."""
    taxonomies = context.scope.featured
    if not taxonomies:
        return [Section([layers.share_by_layer(context, FOCUS)])]
    own = [context.of_taxonomy(taxonomy) for taxonomy in taxonomies]
    return [
        Section(
            choices=[
                Choice(
                    taxonomy if _PLAIN.fullmatch(taxonomy) else f"taxonomy-{number}",
                    context.taxonomy(taxonomy),
                    [
                        estimates.estimate_by_layer(mine, FOCUS, taxonomy),
                        estimates.estimate_map(mine, taxonomy),
                        estimates.estimate_over_time(mine, FOCUS, taxonomy),
                    ],
                    "first_screen",
                    {"screen": build_first_screen(mine, FOCUS, taxonomy)},
                )
                for number, (taxonomy, mine) in enumerate(zip(taxonomies, own, strict=True))
            ],
            picker="site.choose_taxonomy",
        )
    ]


def all_provinces(context: Context) -> Sequence[Section]:
    """The map, the specialisation of the provinces, and the districts with own data."""
    leading = _leading(context)
    shown = [estimates.estimate_map(context, leading), provinces.specialisation(context)]
    if context.scope.has_districts:
        shown.append(districts.districts(context))
    return [Section(shown)]


def province(context: Context, region: str) -> Sequence[Section]:
    """The estimates of one province, then all its other figures."""
    leading = _leading(context)
    return [
        Section(
            [
                estimates.estimate_by_layer(context, region, leading),
                quotients.location_quotients(context, region),
                quotients.only_here(context, region),
                relatedness.related_industries(context, region),
                similarity.similar_provinces(context, region),
                shift_share.shift_share_of_taxonomy(context, region),
                shift_share.shift_share_of_region(context, region),
            ],
            block="first_screen",
            values={"screen": build_first_screen(context, region, leading)},
        )
    ]


def _leading(context: Context) -> str:
    """The taxonomy of policy report 317, or the first that there is."""
    return next(iter(context.scope.featured), "")
