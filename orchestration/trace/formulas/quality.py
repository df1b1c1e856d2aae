"""Measured errors of the estimates, made again from the census and the pension figures."""

from __future__ import annotations

from math import ceil, fsum

from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import operand
from orchestration.trace.hidden import (
    YEARS,
    HiddenTest,
    hidden_cells,
    hidden_sets,
    shares,
    with_nation,
)
from orchestration.trace.hidden_sections import Hidden
from orchestration.trace.model import NotRecomputed

_HIDDEN = "divisions estimated from their sections, compared with the published divisions"


def estimate_quality(row: Row, context: TraceContext) -> RecomputedRow:
    """`estimate_quality`: errors of values that were hidden. Coverage is not computed here."""
    if row["experiment"] not in YEARS:
        raise NotRecomputed("only divisions hidden below sections are computed again")
    values = [v for v in _values(row, context) if _is_in(row, v) and v.truth is not None]
    if row["breakdown"] == "source":
        sources = {y: _source(row["series"], y, context) for y in {v.year for v in values}}
        values = [v for v in values if sources[v.year] == row["breakdown_value"]]
    misses = [abs(v.estimate - (v.truth or 0)) for v in values]
    relative = sorted(
        m / v.truth
        for m, v in zip(misses, values, strict=True)
        if v.truth is not None and v.truth > 0
    )
    figures = [
        RecomputedNumber("tested", len(values), _HIDDEN),
        RecomputedNumber(
            "relative_error_median",
            _percentile(relative, 0.5),
            "median of |error| ÷ truth",
            places=5,
        ),
        RecomputedNumber(
            "relative_error_p90", _percentile(relative, 0.9), "its 90th percentile", places=5
        ),
    ]
    if row["unit"] == "cell":
        whole = fsum(v.truth or 0 for v in values)
        missed = fsum(misses)
        figures.append(
            RecomputedNumber(
                "misplaced_share",
                missed / 2 / whole if whole else None,
                "Σ |error| ÷ 2 ÷ Σ truth",
                (operand("Σ |error|", missed), operand("Σ truth", whole)),
                places=6,
            )
        )
    if row["unit"] == "share":
        ordered = sorted(misses)
        figures += [
            RecomputedNumber(
                "share_error_median", _percentile(ordered, 0.5), "median of |error|", places=6
            ),
            RecomputedNumber(
                "share_error_p90", _percentile(ordered, 0.9), "its 90th percentile", places=6
            ),
        ]
    years = sorted({v.year for v in values})
    files = [f for year in years for f in context.cells(row["series"], year).census.files]
    return RecomputedRow(
        figures,
        status="measured",
        files=[*files, context.pension_structure.file],
        notes=("coverage is computed again by tests/integration/statistics/test_estimates.py",),
    )


def estimate_test(row: Row, context: TraceContext) -> RecomputedRow:
    """`estimate_test`: one hidden value and its estimate. Intervals are not computed here."""
    if row["experiment"] not in YEARS:
        raise NotRecomputed("only divisions hidden below sections are computed again")
    series, wanted = row["series"], (row["year"], row["region_code"], row["ksic_code"])
    for cell in _cells(row, context):
        if (cell.year, cell.region, cell.name) == wanted:
            figures = [
                RecomputedNumber("truth", cell.truth, "published cell"),
                RecomputedNumber("estimate", cell.estimate, _HIDDEN, places=3),
            ]
            files = [
                *context.cells(series, row["year"]).census.files,
                context.pension_structure.file,
            ]
            return RecomputedRow(figures, status="measured", files=files)
    raise NotRecomputed("no section of the region was distributed over this division")


def _values(row: Row, context: TraceContext) -> list[Hidden]:
    cells = _cells(row, context)
    if row["unit"] == "cell":
        return with_nation(cells)
    everything = [
        cell
        for other in ("establishments", "employees")
        for cell in hidden_cells(
            context, HiddenTest(row["experiment"], row["series"], other, "none", "none")
        )
    ]
    sets = hidden_sets(cells, everything)
    return with_nation(sets) if row["unit"] == "set" else shares(sets)


def _cells(row: Row, context: TraceContext) -> list[Hidden]:
    """The hidden cells of the row's test."""
    names = ("experiment", "series", "measure", "association", "association_period")
    return hidden_cells(context, HiddenTest(*(str(row[name]) for name in names)))


def _is_in(row: Row, value: Hidden) -> bool:
    if row["breakdown"] == "region":
        return value.region == str(row["breakdown_value"])
    if value.region == "00":
        return False
    if row["breakdown"] == "year":
        return str(value.year) == str(row["breakdown_value"])
    if row["breakdown"] == "size_class":
        return _size_class(value.estimate) == str(row["breakdown_value"])
    return True


def _source(series: str, year: int, context: TraceContext) -> str:
    """The source of a census year; raises `NotRecomputed` where there are several."""
    sources = {file.source_id for file in context.cells(series, year).census.files}
    if len(sources) > 1:
        raise NotRecomputed(f"the cells of {year} are of several sources")
    return sources.pop()


def _size_class(estimate: float) -> str:
    if estimate < 1000:
        return "below_1000"
    return "1000_to_9999" if estimate < 10000 else "10000_and_more"


def _percentile(ordered: list[float], part: float) -> float | None:
    return ordered[max(0, ceil(part * len(ordered)) - 1)] if ordered else None
