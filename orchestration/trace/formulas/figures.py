"""Recompute each figure of policy report 317: a formula of a reviewed list over numbers from raw bytes."""

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
    """`published_reproduction`: the printed number and the recomputed one."""
    printed = _figures(context)[row["figure_id"]]
    figures = [
        RecomputedNumber("published_value", number(printed["value"]), "printed in the report"),
        RecomputedNumber(
            "published_value_upper", number(printed["value_upper"]), "printed in the report"
        ),
        RecomputedNumber("decimals", number(printed["decimals"]), "printed in the report"),
    ]
    sources = ("report_figures", "report_table_8", "report_targets")
    files = [f for source in sources for f in context.evidence.of(source)]
    if row["census_low"] is not None:
        raise NotRecomputed("compared with census data: trace smart_city_share instead")
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
            (low, high), formula = _by_definition(printed), "the range of numbers of this kind"
        case _:
            (low, high), formula, operands = _estimate(printed, context)
    exact = low if low == high and not printed["value_upper"] else None
    difference = _difference(row, low, high, exact)
    figures += [
        RecomputedNumber("computed_value", exact, formula, operands),
        RecomputedNumber("computed_low", low, formula, operands),
        RecomputedNumber("computed_high", high, formula, operands),
        RecomputedNumber("difference", difference, "computed - published", places=6),
    ]
    return RecomputedRow(figures, status=row["basis"], files=files)


def _by_definition(printed: dict[str, str]) -> tuple[Number | None, Number | None]:
    """The range of numbers of this kind: a share is at most 100 percent, a count is not negative."""
    if printed["unit"] == "percentage_points":
        return -100, 100
    if printed["statistic"] == "growth_percent":
        return -100, None
    return 0, 100 if printed["unit"] == "percent" else None


def _estimate(
    printed: dict[str, str], context: TraceContext
) -> tuple[tuple[Number | None, Number | None], str, tuple[Operand, ...]]:
    terms = _terms(printed)
    used: dict[str, Number] = {}

    def summed(part: list[tuple[int, str]]) -> Number:
        total: Number = 0
        for sign, name in part:
            name = name.replace("{region}", printed["region_code"])
            name = name.replace("{measure}", printed["measure"])
            used[name] = _named(name, context)
            total += sign * used[name]
        return total

    found: dict[str, Number | None] = {}
    for estimate in {estimate for estimate, _ in terms}:
        over = summed(terms[estimate, "over"]) * (100 if printed["unit"] == "percent" else 1)
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


def _terms(printed: dict[str, str]) -> Terms:
    """The terms of a figure's formula: its own, or that of all figures of its kind."""
    kind = "/".join(
        printed[name] for name in ("statistic", "layer", "industry", "combination", "counting")
    )
    found: Terms = defaultdict(list)
    for key, estimate, part, sign, name in _formulas():
        if key in (printed["figure_id"], kind):
            found[estimate, part].append((sign, name))
    return found


def _named(name: str, context: TraceContext) -> Number:
    """The number with this name in a formula."""
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
    """The number of tasks per area in Table 3 of the report."""
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
    """How far the computed number or range is from the numbers that the printed one may stand for."""
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
        raise NotRecomputed("dbt_project/seeds/report_formulas.csv is missing")
    with _FORMULAS.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda r: int(r["position"]))
    return [
        (r["formula_key"], r["estimate"], r["part"], int(r["sign"]), r["operand"]) for r in rows
    ]
