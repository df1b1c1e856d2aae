"""The growth curve: seconds by rows, one line per engine or command, both axes logarithmic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import altair as alt

NAMES = {
    "ours": "ours (with all checks)",
    "duckdb_sql": "DuckDB, SQL by hand",
    "polars_frames": "polars",
    "pandas_frames": "pandas",
    "spark_local": "Spark, local",
}


def draw(
    points: Sequence[tuple[str, int, float]],
    title: str,
    path: Path,
    names: Mapping[str, str] = NAMES,
) -> None:
    """Write an SVG of `points`: line, rows, median seconds; `names` are the labels of the lines."""
    records = [{"engine": names[e], "rows": rows, "seconds": s} for e, rows, s in points]
    chart = (
        alt.Chart(alt.Data(values=records), title=title, width=520, height=320)
        .mark_line(point=True)
        .encode(
            x=alt.X("rows:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s")),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log")),
            color=alt.Color("engine:N", sort=list(names.values()), title=None),
            shape=alt.Shape("engine:N", sort=list(names.values()), legend=None),
        )
    )
    chart.save(path)
