"""Says an observation in one sentence, Korean or English, so that bounds and estimates keep their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.terms.codes import Language, code_label

_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "ko": {
        "bounds": "상·하한 {low}–{high}",
        "estimate": "추정값 {value}(80 % 구간 {low}–{high}, 신뢰등급 {grade})",
        "interval": "추정 80 % 구간 {low}–{high}(신뢰등급 {grade}, 구간만 제시)",
        "share": "전국 대비 비중",
        "share_of_region_total": "지역의 분류 체계 합계 대비 비중",
        "share_of_region": "지역 내 비중",
        "location_quotient": "입지계수",
    },
    "en": {
        "bounds": "bounds {low} to {high}",
        "estimate": "estimate {value} (80 % interval {low} to {high}, reliability {grade})",
        "interval": "estimated 80 % interval {low} to {high} (reliability {grade}, interval only)",
        "share": "share of the nation",
        "share_of_region_total": "share of the taxonomy's total in the region",
        "share_of_region": "share of the region",
        "location_quotient": "location quotient",
    },
}


def sentence(seen: Mapping[str, Any], name: str, language: Language) -> str:
    """The observation `seen`, of the subject `name`, as one sentence."""
    texts = _TEXTS[language]
    measure = code_label("measure", seen["measure"], language)
    period = _period(seen["period"], language)
    unit = seen["unit"] if language == "ko" else f" {seen['unit']}"
    head = f"{period} {seen['region']} {name} {measure}: "
    if seen["value"] is not None:
        space = "" if language == "ko" else " "
        said = [f"{seen['value']:,}{unit}{space}({seen['status_text']})"]
    else:
        said = _parts(seen, texts, lambda x: f"{x:,.0f}{unit}") or [str(seen["status_text"])]
    share = seen.get("share_of_nation")
    if share and seen["region_code"] != "00":
        fraction = [_percent(share["value"])] if "value" in share else []
        parts = fraction or _parts(share, texts, _percent)
        said.append(f"{texts['share']} {', '.join(parts)}")
    if total := seen.get("share_of_region_total"):
        parts = [_percent(total["value"])] if "value" in total else _parts(total, texts, _percent)
        said.append(f"{texts['share_of_region_total']} {', '.join(parts)}")
    if "share_of_region" in seen:
        said.append(f"{texts['share_of_region']} {_percent(seen['share_of_region'])}")
    if "location_quotient" in seen:
        said.append(f"{texts['location_quotient']} {seen['location_quotient']:.2f}")
    return head + "; ".join(said)


def _period(period: str, language: Language) -> str:
    """A year or a month (2026-06) in words."""
    if language == "en":
        return period
    year, _, month = period.partition("-")
    return f"{year}년 {int(month)}월" if month else f"{year}년"


def _parts(seen: Mapping[str, Any], texts: Mapping[str, str], write: Any) -> list[str]:
    parts = []
    if bounds := seen.get("bounds"):
        parts.append(texts["bounds"].format(low=write(bounds["low"]), high=write(bounds["high"])))
    if estimate := seen.get("estimate"):
        low, high = map(write, estimate["interval_80"])
        form = texts["estimate" if "value" in estimate else "interval"]
        value = write(estimate["value"]) if "value" in estimate else ""
        parts.append(form.format(value=value, low=low, high=high, grade=estimate["reliability"]))
    return parts


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f} %"
