"""Table columns that several figures share, and the text of a share in a table or chart."""

from orchestration.site.context import Context
from orchestration.site.figure import Cell, Column, LegendEntry, Link
from orchestration.site.marts import Row

WHOLES = {"share_of_region_total": "total_value_high"}
"""The greatest value of the whole of a share, where that is not the nation's value of the row itself."""


def share_text(context: Context, row: Row, field: str = "share") -> str:
    """The share `field` of a row as text: the value, its bounds, or why there is neither."""
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    if low is not None and high is not None:
        return context.numbers.percent_between(low, high)
    if is_share_of_nothing(row, field):
        return context.text("word.nothing")
    is_disclosed = row.get("status") != "suppressed" and row.get(_whole(field)) is not None
    if row.get("status") == "unknown" or is_disclosed:
        return context.text.label("status", "unknown")
    return context.numbers.undisclosed


def is_share_of_nothing(row: Row, field: str = "share") -> bool:
    """Whether the whole of the share is 0: the share is 0 / 0, which is no matter of confidentiality."""
    return row.get("status") == "not_applicable" or row.get(_whole(field)) == 0


def _whole(field: str) -> str:
    return WHOLES.get(field, "national_value_high")


def status(context: Context) -> Column:
    """The status of the value: observed, derived, bounded and so on."""
    return Column(
        context.text("column.status"), lambda row: context.text.label("status", str(row["status"]))
    )


def taxonomy(context: Context) -> Column:
    """The taxonomy of a row."""
    return Column(context.text("column.taxonomy"), lambda row: context.taxonomy(row["taxonomy_id"]))


def measure(context: Context) -> Column:
    """The measure of a row: employees or establishments."""
    return Column(context.text("column.measure"), lambda row: context.measure(row["measure"]))


def printed_share(context: Context, field: str) -> Column:
    """The share that policy report 317 prints; empty where it prints none."""
    return Column(
        context.text("column.printed"),
        lambda row: "" if row[field] is None else context.numbers.percent(row[field]),
        True,
    )


def region_value(context: Context, region: str) -> Column:
    """The value of a region, or its bounds."""
    return Column(
        context.text("column.region_value", region=context.region(region)),
        lambda row: context.numbers.count_between(row["value_low"], row["value_high"]),
        True,
    )


def nation_value(context: Context) -> Column:
    """The value of the nation, or its bounds."""
    return count_between(context, "nation_value", "national_value_low", "national_value_high")


def share(context: Context) -> Column:
    """The share of the nation, or its bounds."""
    return Column(context.text("column.share"), lambda row: share_text(context, row), True)


def count_between(context: Context, heading: str, low: str, high: str) -> Column:
    """A count, or its bounds in the fields `low` and `high`."""
    return Column(
        context.text(f"column.{heading}"),
        lambda row: context.numbers.count_between(row[low], row[high]),
        True,
    )


def published_share(context: Context, field: str, heading: str) -> Column:
    """A published share, or that it is not disclosed."""
    return Column(
        context.text(f"column.{heading}"), lambda row: context.numbers.percent(row[field]), True
    )


def quotient_and_rank(context: Context) -> list[Column]:
    """The location quotient of a row, and its rank in the nation."""
    return [
        Column(
            context.text("column.location_quotient"),
            lambda row: context.numbers.ratio(row["location_quotient"]),
            True,
        ),
        Column(context.text("column.rank"), lambda row: rank_text(context, row), True),
    ]


def region(context: Context) -> Column:
    """The region of a row; a province leads to its page."""

    def write(row: Row) -> Cell:
        code = row["region_code"]
        name = context.region(code)
        return Link(name, f"province-{code}.html") if code in context.scope.provinces else name

    return Column(context.text("column.region"), write)


def industry(context: Context, code: str = "ksic_code") -> Column:
    """The industry of a row, whose code is in the field `code`; it leads to the page of its division."""
    return Column(
        context.text("column.industry"),
        lambda row: industry_link(context, row[code], context.name(row, "industry_name")),
    )


def division(context: Context) -> Column:
    """The division of a row without a name of its own; it leads to the page of the division."""
    return Column(
        context.text("column.industry"),
        lambda row: industry_link(context, row["ksic_code"], context.industry(row["ksic_code"])),
    )


def industry_link(context: Context, code: str, name: str) -> Cell:
    """`name`, leading to the page of the division of `code` if there is one."""
    division = code[:2]
    return Link(name, f"industry-{division}.html") if division in context.divisions else name


def rank_text(context: Context, row: Row) -> str:
    """The rank or its bounds; empty where not all regions of the level have data."""
    if row["rank_low"] is None and row["status"] != "suppressed":
        return ""
    return context.numbers.count_between(row["rank_low"], row["rank_high"])


def estimate_text(context: Context, row: Row | None) -> str:
    """An estimate with its 80 % interval and its grade; empty where there is none."""
    if row is None or row["estimate"] is None:
        return ""
    numbers = context.numbers
    interval = numbers.count_between(row["estimate_low_80"], row["estimate_high_80"])
    return f"{numbers.count(row['estimate'])} ({interval}, {row['reliability']})"


def quotient_legend(context: Context) -> list[LegendEntry]:
    """The marks of location quotients above and below 1."""
    return [
        LegendEntry("slot-1", context.text("mark.above_one")),
        LegendEntry("slot-2", context.text("mark.below_one")),
    ]
