"""Policy targets, projects and technologies of policy report 317 (Tables 1 to 6)."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row


@figure("policy-targets", "policy_targets")
def policy_targets(context: Context) -> Figure | None:
    """The policy targets, drawn as multiples of their baselines."""
    result = context.marts.query("policy_targets")
    measured = [row for row in result.rows if row["baseline_value"] and row["target_value"]]
    rows = [
        {
            "label": f"{context.name(row, 'target')}\n{_baseline_to_target(context, row)}",
            "exact": row["target_value"] / row["baseline_value"],
            "slot": 1 if row["target_value"] >= row["baseline_value"] else 2,
        }
        for row in sorted(measured, key=lambda row: -row["target_value"] / row["baseline_value"])
    ]
    return Figure(
        title=context.text(
            "finding.policy_targets", number=len(result.rows), measured=len(measured)
        ),
        unit=context.text("unit.target_multiple"),
        note=context.text("note.policy_targets"),
        panels=[
            Panel(
                "ratios",
                rows,
                unit="ratio",
                legend=[
                    LegendEntry("slot-1", context.text("mark.to_raise")),
                    LegendEntry("slot-2", context.text("mark.to_lower")),
                ],
                direction=context.text("mark.target_direction"),
            )
        ]
        if rows
        else [],
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.target"), lambda row: context.name(row, "target")),
            Column(context.text("column.area"), lambda row: _area(context, row)),
            Column(
                context.text("column.baseline"),
                lambda row: _value_with_year(context, row, "baseline"),
                True,
            ),
            Column(
                context.text("column.interim"),
                lambda row: _value_with_year(context, row, "interim"),
                True,
            ),
            Column(
                context.text("column.goal"),
                lambda row: _value_with_year(context, row, "target"),
                True,
            ),
            Column(context.text("column.unit"), lambda row: _unit(context, row)),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
        ),
    )


def _area(context: Context, row: Row) -> str:
    return str(row["area_ko"]) if context.language == "ko" else str(row["area"]).replace("_", " ")


def _unit(context: Context, row: Row) -> str:
    return context.text.label("unit", row["unit"])


def _value_with_year(context: Context, row: Row, field: str) -> str:
    value, year = row[f"{field}_value"], row[f"{field}_year"]
    if value is None:
        return ""
    return f"{value:,.10g}" + (f" ({year})" if year else "")


def _baseline_to_target(context: Context, row: Row) -> str:
    return f"{_value_with_year(context, row, 'baseline')} \u2192 {_value_with_year(context, row, 'target')}"


@figure("projects", "smart_city_projects")
def projects(context: Context) -> Figure | None:
    """The smart-city projects in policy report 317."""
    result = context.marts.query("projects")
    domestic = result.where(country_code="KR")
    return Figure(
        title=context.text(
            "finding.projects",
            number=len(result.rows),
            home=len(domestic),
            abroad=len(result.rows) - len(domestic),
        ),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.project"), lambda row: context.name(row, "project")),
            Column(
                context.text("column.city"),
                lambda row: context.name(row, "city") or context.text("word.nation"),
            ),
            Column(
                context.text("column.programme"),
                lambda row: context.text.label("programme", row["programme"]),
            ),
            Column(
                context.text("column.lead_partner"),
                lambda row: context.name(row, "lead_partner").replace(";", ", "),
            ),
            Column(
                context.text("column.partners"), lambda row: _number(row["partner_count"]), True
            ),
            Column(context.text("column.start"), lambda row: str(row["start_year"] or ""), True),
            Column(
                context.text("column.budget"),
                lambda row: _number(row["budget_krw_100_million"]),
                True,
            ),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
        ),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


@figure("technology", "technology_reference")
def technology(context: Context) -> Figure | None:
    """The classifications of technologies and levels of automation in policy report 317."""
    result = context.marts.query("technology")
    return Figure(
        title=context.text("finding.technology", number=len(result.rows)),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.category"), lambda row: context.name(row, "category")),
            Column(context.text("column.attribute"), lambda row: context.name(row, "attribute")),
            Column(
                context.text("column.description"), lambda row: context.name(row, "description")
            ),
            Column(
                context.text("column.technologies"),
                lambda row: str(row["technologies"] or "").replace(";", ", "),
            ),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
        ),
    )
