"""The pages with the findings."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figures import (
    complement,
    districts,
    headline,
    industries,
    layers,
    over_time,
    overlaps,
    policy,
    provinces,
    quotients,
    sensitivity,
    shift_share,
    tile_map,
)
from orchestration.site.pages.page import Choice, Section
from orchestration.site.scope import FOCUS, NATION


def overview(context: Context) -> Sequence[Section]:
    """Seoul's shares beside the report's, the map of the provinces, and Seoul's share over time."""
    return [
        Section(block="headline", values={"headlines": headline.build_headlines(context)}),
        Section([layers.share_by_layer(context, FOCUS), tile_map.tile_map(context)]),
        Section([over_time.share_over_time(context, FOCUS)]),
    ]


def report_figures(context: Context) -> Sequence[Section]:
    """Table 8 and Figures 1 to 6 of policy report 317."""
    return [
        Section(
            [
                layers.table_8(context),
                layers.figure_1(context),
                industries.figure_2(context),
                industries.figure_3(context),
                industries.figure_4(context),
                overlaps.figure_5(context),
                overlaps.figure_6(context),
            ]
        )
    ]


def all_provinces(context: Context) -> Sequence[Section]:
    """The map, the specialisation of the provinces, and the districts with own data."""
    shown = [tile_map.tile_map(context), provinces.specialisation(context)]
    if context.scope.has_districts:
        shown.append(districts.districts(context))
    return [Section(shown)]


def province(context: Context, region: str) -> Sequence[Section]:
    """All figures of one province."""
    return [
        Section(
            [
                layers.share_by_layer(context, region),
                over_time.share_over_time(context, region),
                quotients.location_quotients(context, region),
                quotients.only_here(context, region),
                provinces.specialisation(context, region),
                shift_share.shift_share_of_taxonomy(context, region),
                shift_share.shift_share_of_region(context, region),
            ]
        )
    ]


def changes_over_time(context: Context) -> Sequence[Section]:
    """Seoul's share over time, and the shift-share analysis of the provinces and of Seoul."""
    return [
        Section(
            [
                over_time.share_over_time(context, FOCUS),
                shift_share.shift_share_of_taxonomy(context, FOCUS),
                shift_share.shift_share_of_provinces(context),
                shift_share.shift_share_of_region(context, FOCUS),
            ]
        )
    ]


def overlap(context: Context) -> Sequence[Section]:
    """The overlap of the layers in Seoul and in the nation."""
    return [
        Section(
            choices=[
                Choice(region, context.region(region), overlaps.overlap_of_layers(context, region))
                for region in (FOCUS, NATION)
            ]
        ),
        Section([overlaps.overlap_check(context)]),
    ]


def complements(context: Context) -> Sequence[Section]:
    """The complementary provinces of each base region."""
    regions = context.scope.provinces
    views = (complement.complement, complement.complement_of_all)
    return [
        Section(
            choices=[
                Choice(region, context.region(region), view(context, region)) for region in regions
            ]
        )
        if regions
        else Section([view(context, FOCUS)])
        for view in views
    ]


def sensitivities(context: Context) -> Sequence[Section]:
    """The effect of single codes of a taxonomy."""
    return [Section([sensitivity.sensitivity(context)])]


def policies(context: Context) -> Sequence[Section]:
    """Policy targets, projects and technologies of policy report 317."""
    return [
        Section(
            [policy.policy_targets(context), policy.projects(context), policy.technology(context)]
        )
    ]
