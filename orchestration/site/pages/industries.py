"""The pages of the divisions of KSIC, and the list of them."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figures import industry as figures
from orchestration.site.figures import (
    industry_list,
    industry_taxonomies,
    industry_years,
    relatedness,
)
from orchestration.site.pages.page import Section


def all_industries(context: Context) -> Sequence[Section]:
    """All divisions, with links to their pages."""
    return [Section([industry_list.industries(context)])]


def industry(context: Context, code: str) -> Sequence[Section]:
    """All figures of one division."""
    parts = figures.industry_parts(context, code)
    # a division whose values are not disclosed has no estimates of its parts
    has_none = parts.empty and context.marts.has_rows("industry_estimate")
    return [
        Section(
            [
                figures.industry_provinces(context, code),
                industry_years.industry_over_time(context, code),
                relatedness.related_divisions(context, code),
                industry_taxonomies.industry_taxonomies(context, code),
                *([] if has_none else [parts]),
            ]
        )
    ]
