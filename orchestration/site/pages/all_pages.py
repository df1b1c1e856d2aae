"""Lists all pages, in the order of the navigation."""

from functools import partial

from orchestration.site.pages import (
    accuracy,
    compare,
    compare_taxonomies,
    evidence,
    explorer,
    findings,
    industries,
    regions,
    taxonomies,
)
from orchestration.site.pages.page import Page
from orchestration.site.scope import Scope


def list_pages(scope: Scope) -> list[Page]:
    """The pages of a release: the fixed ones, one per province and per division, two per taxonomy."""
    return [
        Page("index", "findings", regions.overview),
        Page(
            "explorer",
            "findings",
            explorer.explorer,
            scripts=explorer.PAGE_SCRIPTS,
        ),
        Page("compare", "findings", compare.compare, scripts=compare.SCRIPTS),
        Page("report", "findings", findings.report_figures),
        Page("provinces", "findings", regions.all_provinces),
        Page("industries", "findings", industries.all_industries),
        Page("change", "findings", findings.changes_over_time),
        Page("overlap", "findings", findings.overlap),
        Page("complement", "findings", findings.complements),
        Page("taxonomies", "findings", taxonomies.all_taxonomies),
        Page("sensitivity", "findings", findings.sensitivities),
        Page("policy", "findings", findings.policies),
        Page("monthly", "findings", evidence.monthly_series),
        Page("reproduction", "evidence", evidence.reproductions),
        Page("estimates", "evidence", accuracy.estimates),
        Page("methodology", "evidence", evidence.methodology),
        Page("glossary", "evidence", evidence.glossary),
        Page("dictionary", "evidence", evidence.dictionary),
        Page("quality", "evidence", evidence.quality, is_about_the_run=True),
        Page("changes", "release", evidence.changes, is_about_the_run=True),
        Page("downloads", "release", evidence.downloads, is_about_the_run=True),
        *(
            Page(f"province-{code}", "", partial(regions.province, region=code), code)
            for code in scope.provinces
        ),
        *(
            Page(f"industry-{code}", "", partial(industries.industry, code=code), industry=code)
            for code in scope.divisions
        ),
        *taxonomies.pages_of(scope),
        Page("compare-taxonomies", "", compare_taxonomies.pairs, listed_on="taxonomies"),
    ]
