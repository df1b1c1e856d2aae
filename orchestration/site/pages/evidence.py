"""The pages with the evidence behind the findings: reproduction, methods, dictionary, quality, files."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from orchestration.site.context import Context
from orchestration.site.figures import monthly, pension, published, reproduction
from orchestration.site.markdown import read_methodology, render_line, render_markdown
from orchestration.site.pages.page import Section
from orchestration.terms.glossary import load_glossary

KOREAN_TIME = timedelta(hours=9)
TERMS = ("taxonomies", "bounds", "share", "quotient", "shift", "series", "hidden")


def reproductions(context: Context) -> Sequence[Section]:
    """The figures of policy report 317 and whether they can be reproduced."""
    return [
        Section(
            [
                reproduction.reproduction(context),
                reproduction.consistency(context),
                reproduction.unknowns(context),
                published.published(context),
            ]
        )
    ]


def monthly_series(context: Context) -> Sequence[Section]:
    """Sensors and pension workplaces, where they are loaded; one sentence about those that are not."""
    figures = [
        pension.pension_share(context),
        monthly.sdot_monthly(context),
        monthly.sdot_health(context),
        monthly.nps_monthly(context),
        monthly.nps_unmatched(context),
    ]
    missing = [figure.topic for figure in figures if figure.empty]
    return [
        Section([figure for figure in figures if not figure.empty]),
        *([Section(block="monthly_missing", values={"topics": missing})] if missing else []),
    ]


def dictionary(context: Context) -> Sequence[Section]:
    """Every column of every mart."""
    rows = (
        context.marts.query("dictionary").rows if context.marts.has_rows("data_dictionary") else ()
    )
    marts = [(mart, list(columns)) for mart, columns in groupby(rows, lambda row: row["mart"])]
    return [Section(block="dictionary", values={"marts": marts})]


def methodology(context: Context) -> Sequence[Section]:
    """The terms, and the full methodology document where it is installed."""
    document = read_methodology(context.language)
    return [
        Section(block="methodology", values={"terms": TERMS, "document": render_markdown(document)})
    ]


def glossary(context: Context) -> Sequence[Section]:
    """The terms, by subject; documents and workbook show the same ones."""
    return [
        Section(block="glossary", values={"groups": load_glossary(), "render_line": render_line})
    ]


def quality(context: Context) -> Sequence[Section]:
    """Checks, snapshots and codes that could not be classified."""
    snapshots = (
        context.marts.query("snapshots").rows if context.marts.has_rows("source_snapshots") else ()
    )
    unmapped = (
        context.marts.query("unmapped").rows if context.marts.has_rows("unmapped_codes") else ()
    )
    return [
        Section(
            block="quality",
            values={
                "snapshots": [
                    {**row, "retrieved": _korean_time(row["retrieved_epoch"])} for row in snapshots
                ],
                "unmapped": unmapped,
                "checks": sum(checks for _, checks, _ in context.release.validation),
                "passed": sum(passed for _, _, passed in context.release.validation),
            },
        )
    ]


def _korean_time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return (datetime.fromtimestamp(seconds, UTC) + KOREAN_TIME).strftime("%Y-%m-%d %H:%M KST")


def changes(context: Context) -> Sequence[Section]:
    """The changes since the previous release."""
    compared = context.release.previous_id is not None
    document = render_markdown(context.release.changes_markdown) if compared else ""
    return [Section(block="changes", values={"document": document})]


def downloads(context: Context) -> Sequence[Section]:
    """All files, the citation and the licences."""
    rows = (
        context.marts.query("snapshots").rows if context.marts.has_rows("source_snapshots") else ()
    )
    credits = {(row["source_id"], row["attribution_ko"]): row for row in rows}
    return [Section(block="downloads", values={"sources": list(credits.values())})]
