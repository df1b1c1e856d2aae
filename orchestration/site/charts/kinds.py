"""All kinds of charts as one script, which all pages share."""

import json
from functools import cache
from typing import Any

from orchestration.site.charts import (
    courses,
    dumbbell,
    estimates,
    intervals,
    lines,
    ratios,
    spans,
    stacks,
    trajectories,
    truths,
    upset,
)
from orchestration.site.charts.theme import theme

KINDS = {
    "estimates": estimates.chart,
    "courses": courses.chart,
    "trajectories": trajectories.chart,
    "truths": truths.chart,
    "intervals": intervals.chart,
    "lines": lines.chart,
    "spans": spans.chart,
    "ratios": ratios.chart,
    "dumbbell": dumbbell.chart,
    "stacks": stacks.chart,
    "upset": upset.chart,
}


@cache
def specifications() -> dict[str, dict[str, Any]]:
    """The Vega-Lite specification of each kind, without data."""
    return {name: _strip(kind().to_dict(validate=False)) for name, kind in KINDS.items()}


def build_script() -> str:
    """JavaScript that defines `siteCharts` (specification by kind) and `siteTheme`."""
    kinds = json.dumps(specifications(), ensure_ascii=False, sort_keys=True)
    return f"window.siteCharts = {kinds};\nwindow.siteTheme = {json.dumps(theme())};\n"


def _strip(specification: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in specification.items() if key not in ("$schema", "config")}
