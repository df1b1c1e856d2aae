"""What the report states about its 2017 industries, as linear statements over the unknowns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.report_programme import sets
from tools.report_programme.sets import NATION, SEOUL, Membership, Vector, row

FIGURES = (
    Path(__file__).parents[2] / "data_lake" / "sample" / "report_317" / "published_figures.csv"
)
MEASURES = ("establishments", "employees")
READINGS = ("whole_industry", "common_part")
"""Two readings: the text does not name the base of the 95.6 % of the autonomous vehicle industry."""
NOT_USED = {
    "seoul_share_employees_application_range_heading",  # a range over other figures
    "seoul_smart_grid_engineering_share",  # one KSIC code, about which there is no other statement
}
Figure = dict[str, str]


@dataclass(frozen=True)
class Statement:
    """`low <= over / under <= high`; without `under` the value itself, in the unit of the figure.

    `vagueness` is 0 for a cell of Table 8, 1 for another count, 2 for a percentage, 3 for vague words.
    """

    figure_id: str
    vagueness: int
    over: Vector
    under: Vector | None
    low: float
    high: float

    @property
    def subject(self) -> tuple[bytes, bytes]:
        """Statements with the same subject are about the same number."""
        return self.over.tobytes(), b"" if self.under is None else self.under.tobytes()


def read_figures(path: Path = FIGURES) -> list[Figure]:
    """The report's figures about industries in Seoul or the nation in 2017."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            figure
            for figure in csv.DictReader(file)
            if figure["reference_year"] == "2017"
            and figure["layer"]
            and figure["figure_id"] not in NOT_USED
        ]


def statements(rule: str, reading: str) -> list[Statement]:
    """All statements under an overlap rule and a reading, Table 8 first, vague words last."""
    figures = sorted(read_figures(), key=lambda f: (_vagueness(f), f["figure_id"]))
    return [s for figure in figures for s in _stated(figure, rule, reading)]


def accepted(figure: Figure) -> tuple[float, float]:
    """The numbers that the printed one may stand for (as in the mart `published_reproduction`)."""
    value, half = float(figure["value"]), 0.5 * 10.0 ** -int(figure["decimals"])
    match figure["qualifier"]:
        case "at_least" | "more_than":
            return value, float("inf")
        case "less_than":
            return 0.0, value
        case "about":
            return value - 0.2 * value, value + 0.2 * value
    return value - half, value + half


def _vagueness(figure: Figure) -> int:
    if figure["statistic"] == "count":
        return 0 if figure["place"] == "table_8" else 1
    return 3 if figure["approximate"] == "true" else 2


def _stated(figure: Figure, rule: str, reading: str) -> Iterator[Statement]:
    low, high = accepted(figure)
    if figure["statistic"] == "count":
        low = high = float(figure["value"])  # a count is printed to the unit
    for measure in _measures(figure):
        over, under = _fraction(figure, measure, rule, reading)
        if figure["statistic"] == "difference_pp":
            # Seoul's share minus the nation's. Seoul's is between 90 % (stated) and 100 %, so the nation's
            # share is within these linear limits.
            low, high = 90 - high, 100 - low
        yield Statement(figure["figure_id"], _vagueness(figure), over, under, low, high)


def _measures(figure: Figure) -> tuple[str, ...]:
    """The measures of a figure.

    A figure without one is about both measures if it is a share of all industries. Otherwise it is about
    employees, as its paragraph is.
    """
    if figure["measure"]:
        return (figure["measure"],)
    both = figure["statistic"] == "share_of_nation" and figure["layer"] == "total"
    return MEASURES if both else ("employees",)


def _fraction(
    figure: Figure, measure: str, rule: str, reading: str
) -> tuple[Vector, Vector | None]:
    subject = _subject(figure, rule)
    region = figure["region_code"] or SEOUL
    match figure["statistic"]:
        case "count":
            return row(subject, region, measure), None
        case "share_of_nation":
            return row(subject, region, measure), row(subject, NATION, measure)
        case "share_of_region_total":
            return row(subject, region, measure), row(sets.printed_total(rule), region, measure)
        case "share_of_layer":
            whole = sets.common(rule)
            return row(sets.both(subject, whole), region, measure), row(whole, region, measure)
        case "share_of_industry" | "difference_pp":
            part: Membership = sets.shared
            whole = sets.in_industry(figure["industry"])
            if figure["layer"] != "common":  # the 95.6 %
                part = sets.in_industry("data")
                if reading == "common_part":
                    whole = sets.both(whole, sets.shared)
            return row(sets.both(part, whole), region, measure), row(whole, region, measure)
    raise ValueError(f"{figure['figure_id']}: no reading of {figure['statistic']}")


def _subject(figure: Figure, rule: str) -> Membership:
    layer = figure["layer"]
    if figure["combination"]:
        return sets.in_combination(figure["combination"])
    if figure["industry"]:
        return sets.in_industry(figure["industry"])
    if layer == "total":
        return sets.printed_total(rule)
    if layer == "common":
        return sets.common(rule)
    return (
        sets.in_layer(layer) if figure["counting"] == "inclusive" else sets.layer_only(layer, rule)
    )
