"""The first screen of a region: size, share and growth of its smart-city industry, with intervals."""

from collections.abc import Iterable, Sequence

from orchestration.site.context import Context
from orchestration.site.figures.cards import Card, FirstScreen, Line, Statement
from orchestration.site.figures.drawn_share import draw_share
from orchestration.site.figures.explanation import explain
from orchestration.site.figures.growth import describe_growth
from orchestration.site.figures.known import (
    Field,
    Known,
    read_known,
    with_unit,
    write_bounds,
    write_interval,
    write_known,
    write_point,
)
from orchestration.site.figures.notes import join_notes, territory_note
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS, MEASURES, NATION


def build_first_screen(context: Context, region: str, taxonomy: str) -> FirstScreen | None:
    """The first screen of a region under a taxonomy; None where the marts have no rows."""
    if not context.marts.has_rows("smart_city_share"):
        return None
    result = context.query("totals", region=region, taxonomy=taxonomy)
    by_measure = [result.where(measure=measure) for measure in MEASURES]
    years = [rows for rows in by_measure if rows]
    if not years:
        return None
    latest = [rows[-1] for rows in years]
    first = latest[0]
    printed = _printed(context, region, taxonomy)
    return FirstScreen(
        answer=_answer(context, first),
        explanation=explain(context, region, years[0]) if context.scope.has_subject else "",
        cards=[
            Card(
                _title(context, "estimate.size", year=first["year"]),
                [_size(context, row, printed.get(row["measure"])) for row in latest],
            ),
            Card(
                _title(context, "estimate.share", year=first["year"]),
                [_share(context, row, printed.get(row["measure"])) for row in latest],
            ),
            Card(
                _title(
                    context, "estimate.growth", from_year=years[0][0]["year"], to_year=first["year"]
                ),
                [_growth(context, rows) for rows in years],
            ),
        ],
        note=join_notes(
            territory_note(context, [region]),
            context.text("estimate.how_good"),
            _coverage(context, latest),
        ),
    )


def _answer(context: Context, row: Row) -> str:
    """Size and share in one sentence; of an approximation by divisions, what it counts."""
    taxonomy = context.taxonomy(row["taxonomy_id"])
    if not context.scope.has_subject:
        return context.text("estimate.no_answer_of_proxy", taxonomy=taxonomy)
    return context.text(
        context.key_of_taxonomy("estimate.answer"),
        year=row["year"],
        region=context.region(row["region_code"]),
        taxonomy=taxonomy,
        value=write_known(context, row, "value"),
        share=write_known(context, row, "share"),
    )


def _title(context: Context, key: str, **values: int) -> str:
    """The title of a card; that of an approximation says so."""
    title = context.text(key, **values)
    if context.scope.has_subject:
        return title
    return context.text("finding.of_proxy", topic=title)


def _printed(context: Context, region: str, taxonomy: str) -> dict[str, Row]:
    """By measure, what policy report 317 prints for the region, where the taxonomy has its layers."""
    is_compared = region == FOCUS and taxonomy in context.scope.report_taxonomies
    if not is_compared or not context.marts.has_rows("published_figures"):
        return {}
    return {row["measure"]: row for row in context.query("printed_totals", region=region).rows}


def _size(context: Context, row: Row, printed: Row | None) -> Statement:
    lines = _reach(context, row, "value")
    nationwide = context.query("totals", region=NATION, taxonomy=row["taxonomy_id"])
    for nation in nationwide.where(measure=row["measure"], year=row["year"]):
        value = write_known(context, nation, "value")
        lines.append(Line(context.text("estimate.nation", value=value)))
    if printed:
        value = with_unit(context, context.numbers.count(printed["value"]), row["measure"])
        lines.append(Line(context.text("estimate.printed", value=value), "printed"))
    return Statement(context.measure(row["measure"]), _lead(context, row, "value"), lines)


def _share(context: Context, row: Row, printed: Row | None) -> Statement:
    known, lead = read_known(row, "share"), _lead(context, row, "share")
    lines = _reach(context, row, "share")
    if known.is_estimate:
        written = write_bounds(context, row, "share")
        lines.append(Line(context.text("estimate.bounds", range=written), "bounds"))
    pension = _pension(context, row)
    if pension:
        written = context.numbers.percent_between(pension["share_low"], pension["share_high"])
        text = context.text("estimate.pension", month=pension["month"], range=written)
        lines.append(Line(text, "pension"))
    if printed:
        value = context.numbers.percent(printed["share"])
        lines.append(Line(context.text("estimate.printed", value=value), "printed"))
    return Statement(
        context.measure(row["measure"]),
        lead,
        lines,
        draw_share(
            known,
            printed["share"] if printed else None,
            (pension["share_low"], pension["share_high"]) if pension else None,
            ". ".join((lead, *(line.text for line in lines))),
        ),
    )


def _lead(context: Context, row: Row, field: Field) -> str:
    """The number in large letters: the point, or only the interval."""
    known = read_known(row, field)
    if known.is_estimate and known.point is None:
        return write_interval(context, row, field)
    return write_point(context, row, field)


def _reach(context: Context, row: Row, field: Field) -> list[Line]:
    """The interval of the number, or what kind of number it is."""
    known = read_known(row, field)
    if known.is_estimate and known.point is None:
        return [Line(context.text("estimate.unreliable"), "interval")]
    if known.is_estimate:
        written = write_interval(context, row, field)
        return [Line(context.text("estimate.interval", range=written), "interval")]
    return [Line(context.text(f"estimate.{_kind(context, known)}"))]


def _kind(context: Context, known: Known) -> str:
    if known.point is None:
        return "only_bounds"
    return "exact" if context.scope.has_subject else "exact_of_proxy"


def _growth(context: Context, rows: Sequence[Row]) -> Statement:
    growth = describe_growth(context, rows)
    return Statement(
        context.measure(rows[0]["measure"]),
        growth.lead,
        [Line(text) for text in growth.lines],
        sparkline=growth.sparkline,
    )


def _pension(context: Context, row: Row) -> Row | None:
    """The bounds of the share of pension-insured persons, beside employees."""
    if row["measure"] != "employees" or not context.marts.has_rows("pension_share"):
        return None
    found = context.query("pension_headline", region=row["region_code"])
    return next(
        (
            pension
            for pension in found.where(taxonomy_id=row["taxonomy_id"])
            if pension["share_low"] is not None
        ),
        None,
    )


def _coverage(context: Context, latest: Iterable[Row]) -> str:
    """How often intervals of this kind had the truth in tests; empty where it was not measured."""
    if not context.marts.has_rows("estimate_quality"):
        return ""
    written = []
    for row in latest:
        if read_known(row, "share").is_estimate:
            found = context.query("coverage", region=row["region_code"])
            written += [
                f"{context.measure(row['measure'])} {context.numbers.percent(measured['coverage_80'], 0)}"
                for measured in found.where(measure=row["measure"])
                if measured["coverage_80"] is not None
            ]
    if not written:
        return ""
    region = context.region(next(iter(latest))["region_code"])
    return context.text("estimate.coverage", region=region, coverage=", ".join(written))
