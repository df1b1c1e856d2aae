"""The page about the accuracy of the estimates."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figures import estimate_quality
from orchestration.site.pages.page import Section

TERMS = ("how", "test", "grade", "limits")


def estimates(context: Context) -> Sequence[Section]:
    """Estimates against hidden truths, errors by association, coverage by province; method and limits."""
    return [
        Section([estimate_quality.estimate_truths(context)]),
        Section(
            [
                estimate_quality.estimate_errors(context),
                estimate_quality.estimate_coverage(context),
            ],
            block="estimates_explained",
            values={"terms": TERMS},
        ),
    ]
