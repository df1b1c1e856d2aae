"""Short headings of columns in Korean and English, from the names and descriptions in the models' YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_KOREAN = {
    "measure": "지표",
    "counting": "집계 방식",
    "layer": "기술 계층",
    "value": "값",
    "value_low": "값(최소)",
    "value_high": "값(최대)",
    "share": "전국 대비 비중",
    "share_low": "전국 대비 비중(최소)",
    "share_high": "전국 대비 비중(최대)",
    "taxonomy_id": "분류 체계",
    "overlap_rule": "공통기술 정의",
    "complement_score": "보완 점수",
    "source_id": "출처",
    "region_code": "지역 코드",
    "ksic_code": "산업 코드",
    "status": "상태",
    "verdict": "판정",
    "reading": "95.6%의 해석",
    "industries": "중분류 수",
    "coverage_80": "80% 구간 포함률",
    "coverage_90": "90% 구간 포함률",
    "coverage_other_years_80": "다른 연도 80% 구간 포함률",
    "coverage_other_years_90": "다른 연도 90% 구간 포함률",
    "difference_relative": "차이(보고서 값 대비 비율)",
    "census_difference_relative": "센서스와의 차이(보고서 값 대비 비율)",
}
"""Headings for columns whose Korean description does not begin with a short name."""

_ENGLISH = {
    "ksic": "KSIC",
    "hhi": "HHI",
    "id": "ID",
    "ko": "(Korean)",
    "en": "(English)",
    "krw": "KRW",
    "url": "URL",
    "nps": "NPS",
}
_KEPT = "한국어|영어|억 원|바이트"
_PARENTHESES = re.compile(rf"\((?!{_KEPT})[^)]*\)")
_KEPT_PARENTHESES = re.compile(rf"\(({_KEPT})[^)]*\)")
_END = re.compile(r": |\. |, ")


def korean(column: Mapping[str, Any]) -> str:
    """The Korean heading of a column: the beginning of its Korean description."""
    name = str(column["name"])
    meaning = str(column["config"]["meta"]["ko"])
    short = _KEPT_PARENTHESES.sub(r"(\1)", _PARENTHESES.sub("", meaning))
    return _KOREAN.get(name) or _END.split(short)[0].strip() or name


def english(column: Mapping[str, Any]) -> str:
    """The English heading of a column: its name in words."""
    words = [_ENGLISH.get(word, word) for word in str(column["name"]).split("_")]
    heading = " ".join(words)
    return heading[0].upper() + heading[1:]


def heading(column: Mapping[str, Any]) -> str:
    """The Korean heading above the English one."""
    return f"{korean(column)}\n{english(column)}"
