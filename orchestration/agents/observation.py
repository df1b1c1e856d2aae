"""One number as an answer shows it: published, or bounds and estimate, never one in place of another."""

from __future__ import annotations

from typing import Any

from orchestration.agents.answer import plain
from orchestration.agents.sentence import sentence
from orchestration.agents.series import Subject, is_lowest
from orchestration.terms.codes import Language, code_label

_UNITS: dict[str, dict[Language, str]] = {
    "employees": {"ko": "명", "en": "persons"},
    "insured": {"ko": "명", "en": "persons"},
    "establishments": {"ko": "개", "en": "establishments"},
    "workplaces": {"ko": "개", "en": "workplaces"},
}
_WITHHELD: dict[Language, str] = {
    "ko": "신뢰등급 C: 점 추정값은 제시하지 않고 구간만 제시",
    "en": "reliability C: only the interval is given, no point estimate",
}


def observe(
    row: dict[str, Any], subject: Subject, region: dict[str, str], name: str, language: Language
) -> dict[str, Any]:
    """The observation of a row of `series.read_series`; `name` is that of the subject."""
    status = row["status"]
    seen: dict[str, Any] = {
        "period": row["period"],
        "series": row["series"],
        "region_code": row["region_code"],
        "region": region[language],
        "measure": row["measure"],
        "unit": _UNITS[row["measure"]][language],
        "status": status,
        "status_text": code_label("status", status, language) or status,
        "value": row.get("value"),
    }
    if status != "suppressed":
        seen |= _bounds(row, "value", "value_low", "value_high")
        seen |= _estimate(row, "estimate", "reliability", language)
        if "estimate" in seen:
            mart, key = subject.estimate_keys(row)
            seen["estimate"]["trace"] = {"mart": mart, "key": key}
    if share := _share(row, language):
        seen["share_of_nation"] = share
    if status != "suppressed" and row.get("share_of_region_total_low") is not None:
        total = "share_of_region_total"
        seen[total] = _bounds(row, total, f"{total}_low", f"{total}_high") or {"value": row[total]}
    for column in ("share_of_region", "location_quotient", "rank_in_nation"):
        if row.get(column) is not None:
            seen[column] = row[column]
    for column in ("ksic_revision", "whole_region_code"):
        if row.get(column):
            seen[column] = row[column]
    seen["source_id"] = row["source_id"]
    seen["trace"] = {"mart": row["mart"], "key": subject.keys(row)}
    seen["text"] = sentence(seen, name, language)
    return {key: plain(value) for key, value in seen.items()}


def _bounds(row: dict[str, Any], value: str, low: str, high: str) -> dict[str, Any]:
    """The bounds, where no value is known."""
    if row.get(value) is not None or row.get(low) is None:
        return {}
    return {"bounds": {"low": row[low], "high": row[high]}}


def _estimate(row: dict[str, Any], column: str, grade: str, language: Language) -> dict[str, Any]:
    """The estimate with its intervals and reliability, where no value is known."""
    low = row.get(f"{column}_low_80")
    if low is None or row.get("value") is not None:
        return {}
    estimate: dict[str, Any] = {
        "interval_80": [low, row[f"{column}_high_80"]],
        "interval_90": [row[f"{column}_low_90"], row[f"{column}_high_90"]],
        "reliability": row[grade],
        "method": row["method"],
        "association": f"{row['association']} {row['association_period']}",
    }
    if is_lowest(row[grade]):
        estimate["withheld"] = _WITHHELD[language]
    else:
        estimate = {"value": row[column], **estimate}
    return {"estimate": estimate}


def _share(row: dict[str, Any], language: Language) -> dict[str, Any]:
    """The share of the nation: the value, or its bounds and estimate; empty where nothing is known."""
    if row["status"] == "suppressed":
        return {}
    value = row.get("share")
    share: dict[str, Any] = {} if value is None else {"value": value}
    share |= _bounds(row, "share", "share_low", "share_high")
    if value is None:
        share |= _estimate(row, "share_estimate", "reliability_in_nation", language)
    return share
