"""Monthly series, where they are loaded: city-data sensors and pension workplaces."""

from orchestration.report.context import Context
from orchestration.report.figure import Column, Figure, table
from orchestration.report.figures.making import figure
from orchestration.report.marts import Row

SHOWN = 60


@figure("sdot-monthly", "sdot_monthly")
def sdot_monthly(context: Context) -> Figure | None:
    """Readings of the city-data sensors by month."""
    return _preview(context, "sdot_monthly")


@figure("sdot-health", "sdot_sensor_health")
def sdot_health(context: Context) -> Figure | None:
    """How reliably each sensor reports."""
    return _preview(context, "sdot_sensor_health")


@figure("nps-monthly", "nps_monthly")
def nps_monthly(context: Context) -> Figure | None:
    """Workplaces of the national pension by month."""
    return _preview(context, "nps_monthly")


@figure("nps-unmatched", "nps_unmatched_names")
def nps_unmatched(context: Context) -> Figure | None:
    """Names of industries that match no class."""
    return _preview(context, "nps_unmatched_names")


def _preview(context: Context, mart: str) -> Figure:
    number = context.marts.run(f"select count(*) as number from {mart}").rows[0]["number"]  # noqa: S608
    answer = context.marts.run(f"select *\nfrom {mart}\norder by all\nlimit {SHOWN}")  # noqa: S608
    return Figure(
        title=context.text("finding.preview", mart=mart, number=context.numbers.count(number)),
        answer=answer,
        table_is_open=True,
        table=table(answer.rows, *(_column(context, name) for name in answer.columns)),
    )


def _column(context: Context, name: str) -> Column:
    def write(row: Row) -> str:
        value = row[name]
        if isinstance(value, float):
            return f"{value:,.6g}"
        return "" if value is None else str(value)

    return Column(context.text.named("column", name), write)
