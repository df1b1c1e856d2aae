"""The pages with the findings."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figures import (
    complement,
    industries,
    layers,
    over_time,
    overlaps,
    policy,
    sensitivity,
    shift_share,
)
from orchestration.site.pages.page import Choice, Section
from orchestration.site.scope import FOCUS, NATION


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
                Choice(
                    region, context.region(region), [overlaps.overlap_of_layers(context, region)]
                )
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
                Choice(region, context.region(region), [view(context, region)])
                for region in regions
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
