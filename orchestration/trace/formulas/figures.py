"""What follows for each figure of the report: its formula (a reviewed list) over numbers from raw bytes."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache

from orchestration.settings import PROJECT_ROOT
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas import programme
from orchestration.trace.formulas.common import operand
from orchestration.trace.formulas.report import solved, table_8
from orchestration.trace.formulas.tables import number
from orchestration.trace.model import NotRecomputed, Number, Operand
from orchestration.trace.taxonomy import SetOfLeaves

_FORMULAS = PROJECT_ROOT / "dbt_project" / "seeds" / "report_formulas.csv"
Terms = dict[tuple[str, str], list[tuple[int, str]]]
"""By estimate (value, low, high) and part (over, under): sign and operand."""


def published_reproduction(row: Row, context: TraceContext) -> RecomputedRow:
    """`published_reproduction`: the printed number and what we make of it."""
    stated = _figures(context)[row["figure_id"]]
    figures = [
        RecomputedNumber("published_value", number(stated["value"]), "printed in the report"),
        RecomputedNumber(
            "published_value_upper", number(stated["value_upper"]), "printed in the report"
        ),
        RecomputedNumber("decimals", number(stated["decimals"]), "printed in the report"),
    ]
    sources = ("report_figures", "report_table_8", "report_targets")
    files = [f for source in sources for f in context.evidence.of(source)]
    if row["census_low"] is not None:
        raise NotRecomputed("held against census data: trace smart_city_share instead")
    joint_low, joint_high = programme.joint(row["figure_id"])
    figures += [
        RecomputedNumber("joint_low", joint_low, programme.SOLVED),
        RecomputedNumber("joint_high", joint_high, programme.SOLVED),
    ]
    operands: tuple[Operand, ...] = ()
    match row["basis"]:
        case "joint":
            (low, high), formula = (joint_low, joint_high), programme.SOLVED
        case "definition":
            (low, high), formula = _by_definition(stated), "what the kind of number implies"
        case _:
            (low, high), formula, operands = _estimate(stated, context)
    exact = low if low == high and not stated["value_upper"] else None
    difference = _difference(row, low, high, exact)
    figures += [
        RecomputedNumber("computed_value", exact, formula, operands),
        RecomputedNumber("computed_low", low, formula, operands),
        RecomputedNumber("computed_high", high, formula, operands),
        RecomputedNumber("difference", difference, "computed - published", places=6),
    ]
    return RecomputedRow(figures, status=row["basis"], files=files)


def _by_definition(stated: dict[str, str]) -> tuple[Number | None, Number | None]:
    """Between which ends a number of its kind lies: no share exceeds the whole, no count is negative."""
    if stated["unit"] == "percentage_points":
        return -100, 100
    if stated["statistic"] == "growth_percent":
        return -100, None
    return 0, 100 if stated["unit"] == "percent" else None


def _estimate(
    stated: dict[str, str], context: TraceContext
) -> tuple[tuple[Number | None, Number | None], str, tuple[Operand, ...]]:
    terms = _terms(stated)
    used: dict[str, Number] = {}

    def summed(part: list[tuple[int, str]]) -> Number:
        total: Number = 0
        for sign, name in part:
            name = name.replace("{region}", stated["region_code"])
            name = name.replace("{measure}", stated["measure"])
            used[name] = _named(name, context)
            total += sign * used[name]
        return total

    found: dict[str, Number | None] = {}
    for estimate in {estimate for estimate, _ in terms}:
        over = summed(terms[estimate, "over"]) * (100 if stated["unit"] == "percent" else 1)
        if (estimate, "under") in terms:
            under = summed(terms[estimate, "under"])
            found[estimate] = over / under if under else None
        else:
            found[estimate] = over
    ends = found.get("value", found.get("low")), found.get("value", found.get("high"))
    formula = "; ".join(
        f"{estimate}: {_written(terms, estimate)}" for estimate in sorted({e for e, _ in terms})
    )
    return ends, formula, tuple(operand(name, value) for name, value in used.items())


def _terms(stated: dict[str, str]) -> Terms:
    """The formula of a figure: its own, or that of all figures of its kind."""
    kind = "/".join(
        stated[name] for name in ("statistic", "layer", "industry", "combination", "counting")
    )
    found: Terms = defaultdict(list)
    for key, estimate, part, sign, name in _formulas():
        if key in (stated["figure_id"], kind):
            found[estimate, part].append((sign, name))
    return found


def _named(name: str, context: TraceContext) -> Number:
    """The number that a formula calls by `name`."""
    kind, _, rest = name.partition("/")
    if kind == "number":
        return float(rest)
    if kind == "table_8":
        region, measure, layer, counting = rest.split("/")
        return table_8(context)[region, measure, layer, counting][0]
    if kind == "overlap":
        region, measure, letter = rest.split("/")
        return solved(table_8(context), region, measure, letter)
    if kind == "figure":
        value = number(_figures(context)[rest]["value"])
        if value is not None:
            return value
    if name == "count/infrastructure_leaves":
        wanted = SetOfLeaves("layer", layer="infrastructure")
        return len(context.taxonomies["smart_city_2021"].leaves(wanted))
    if name in ("count/plan_areas", "count/plan_tasks"):
        tasks = _plan(context)
        return len(tasks) if name == "count/plan_areas" else sum(tasks.values())
    raise NotRecomputed(f"the operand {name} is not known here")


def _plan(context: TraceContext) -> dict[str, int]:
    """The number of tasks of each area of the report's Table 3."""
    found: dict[str, int] = {}
    for file in context.evidence.of("report_targets"):
        for _, record in file.records():
            if record["place"] == "table_3":
                tasks = len(record["related_tasks_ko"].split(";"))
                found[record["area"]] = max(tasks, found.get(record["area"], 0))
    return found


def _difference(
    row: Row, low: Number | None, high: Number | None, exact: Number | None
) -> Number | None:
    """How far the computed number or range lies from what the report accepts as its own."""
    value, upper = row["published_value"], row["published_value_upper"]
    if exact is not None:
        return float(round(exact - value, 6))
    if upper is not None or low is None or high is None:
        return None
    least, greatest = _accepted(row)
    if low > greatest:
        return float(round(low - value, 6))
    return float(round(high - value, 6)) if high < least else None


def _accepted(row: Row) -> tuple[float, float]:
    value, half = row["published_value"], 0.5 * 10 ** -(row["decimals"] or 0) + 1e-9
    match row["qualifier"]:
        case "at_least" | "more_than":
            return value, float("inf")
        case "less_than":
            return float("-inf"), value
        case "about":
            return value - 0.2 * abs(value), value + 0.2 * abs(value)
    return value - half, value + half


def _written(terms: Terms, estimate: str) -> str:
    parts = []
    for part in ("over", "under"):
        if names := terms.get((estimate, part)):
            text = " ".join(("- " if sign < 0 else "+ ") + name for sign, name in names)
            parts.append(text.removeprefix("+ "))
    return " ÷ ".join(f"({p})" if len(parts) > 1 else p for p in parts)


def _figures(context: TraceContext) -> dict[str, dict[str, str]]:
    return {
        record["figure_id"]: record
        for file in context.evidence.of("report_figures")
        for _, record in file.records()
    }


@cache
def _formulas() -> list[tuple[str, str, str, int, str]]:
    if not _FORMULAS.exists():
        raise NotRecomputed("the list of formulas is not there")
    with _FORMULAS.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda r: int(r["position"]))
    return [
        (r["formula_key"], r["estimate"], r["part"], int(r["sign"]), r["operand"]) for r in rows
    ]
