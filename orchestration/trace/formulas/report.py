"""Table 8 of policy report 317, solved for each combination of layers."""

from __future__ import annotations

from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas import programme
from orchestration.trace.formulas.common import operand
from orchestration.trace.formulas.tables import number
from orchestration.trace.model import NotRecomputed, Number, Operand, SourceCell

Key = tuple[str, str, str, str]
"""Region, measure, layer, counting."""

_FORMULAS = {
    "A": "infrastructure shared + application shared - common",
    "B": "common - application shared",
    "C": "common - infrastructure shared",
    "D": "infrastructure only + general purpose only + application only + common - total",
}
_ALL = ("whole_industry", "common_part")
"""The readings that use all statements."""


def report_overlap(row: Row, context: TraceContext) -> RecomputedRow:
    """`report_overlap`: by inclusion and exclusion; `shared` is inclusive less exclusive."""
    table = table_8(context)
    region, measure, letter = row["region_code"], row["measure"], row["combination_letter"]
    value = solved(table, region, measure, letter)
    used = [key for key in table if key[:2] in ((region, measure), ("00", measure))]
    stated = _stated(row, context)
    figures = [
        RecomputedNumber("value", value, _FORMULAS[letter], _operands(table, region, measure)),
        *_possible_ranges(region, measure, letter),
        *(
            RecomputedNumber(f"stated_{name}", stated[name], "printed in the report, percent ÷ 100")
            for name in ("share_of_region_total", "share_of_nation")
        ),
    ]
    files = [*context.evidence.of("report_table_8"), *context.evidence.of("report_figures")]
    return RecomputedRow(figures, status="computed", cells=[table[k][1] for k in used], files=files)


def _possible_ranges(region: str, measure: str, letter: str) -> list[RecomputedNumber]:
    """The ranges under the rule table_8: by Table 8 only, and by all statements."""
    sought = (f"combination/{letter}", region, measure)
    low, high = programme.interval("table_8", "table_8_alone", *sought)
    ends = [programme.interval("table_8", reading, *sought) for reading in _ALL]
    lows = [end for end, _ in ends if end is not None]
    highs = [end for _, end in ends if end is not None]
    return [
        RecomputedNumber("table_8_low", low, programme.SOLVED),
        RecomputedNumber("table_8_high", high, programme.SOLVED),
        RecomputedNumber("joint_low", min(lows, default=None), programme.SOLVED),
        RecomputedNumber("joint_high", max(highs, default=None), programme.SOLVED),
    ]


def table_8(context: TraceContext) -> dict[Key, tuple[Number, SourceCell]]:
    """The cells of the table; the common part and the total have the counting `exclusive`."""
    found = {}
    for file in context.evidence.of("report_table_8"):
        for line, record in file.records():
            value = number(record["value"])
            if value is None:
                raise NotRecomputed(f"line {line} of Table 8 has no value")
            key = (record["region_code"], record["measure"], record["layer"], record["counting"])
            what = "Table 8 " + " ".join(key)
            cell = SourceCell(file.source_id, file.sha256, line, what, "observed", value, "operand")
            found[key] = (value, cell)
            if record["layer"] in ("common", "total"):
                found[*key[:3], "exclusive"] = (value, cell)
    if not found:
        raise NotRecomputed("the release contains no Table 8")
    return found


def solved(
    table: dict[Key, tuple[Number, SourceCell]], region: str, measure: str, letter: str
) -> Number:
    """The establishments or employees of the combination."""

    def cell(layer: str, counting: str = "exclusive") -> Number:
        return table[region, measure, layer, counting][0]

    def shared(layer: str) -> Number:
        return cell(layer, "inclusive") - cell(layer)

    match letter:
        case "A":
            return shared("infrastructure") + shared("application") - cell("common")
        case "B":
            return cell("common") - shared("application")
        case "C":
            return cell("common") - shared("infrastructure")
    exclusive = sum(cell(layer) for layer in ("infrastructure", "general_purpose", "application"))
    return exclusive + cell("common") - cell("total")


def _operands(
    table: dict[Key, tuple[Number, SourceCell]], region: str, measure: str
) -> tuple[Operand, ...]:
    return tuple(
        operand(f"{layer} {counting}", value)
        for (r, m, layer, counting), (value, _) in table.items()
        if (r, m) == (region, measure)
    )


def _stated(row: Row, context: TraceContext) -> dict[str, Number | None]:
    """The percentages that the report prints to one decimal for this combination, as fractions."""
    wanted = (row["region_code"], row["measure"], row["combination_letter"])
    found: dict[str, Number | None] = {"share_of_nation": None, "share_of_region_total": None}
    for file in context.evidence.of("report_figures"):
        for _, record in file.records():
            subject = (record["region_code"], record["measure"], record["combination"])
            if subject != wanted or record["unit"] != "percent" or record["decimals"] != "1":
                continue
            stated = number(record["value"])
            if record["statistic"] in found and stated is not None:
                known = found[record["statistic"]]
                found[record["statistic"]] = max(stated / 100, known or 0)
    return found
