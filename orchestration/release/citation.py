"""Writes the citation of a release: CITATION.cff for programs, CITATION.md for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.contracts.declaration import Declaration
from orchestration.storage.files import write_atomic

TITLE_EN = "Smart-city industry statistics of Korea"
TITLE_KO = "대한민국 스마트시티 산업 통계"
AUTHOR = "smartcity-warehouse"


@dataclass(frozen=True)
class Citation:
    """The citation of a release in Korean and English, ready to paste."""

    korean: str
    english: str


def cite(release_id: str, released: date) -> Citation:
    """The citation of a release that was published on the day `released`."""
    return Citation(
        korean=f"{AUTHOR} ({released.year}). 「{TITLE_KO}」 [데이터셋], 판 {release_id},"
        f" {released.isoformat()} 공개.",
        english=f"{AUTHOR} ({released.year}). {TITLE_EN} [Data set]. Release {release_id},"
        f" {released.isoformat()}.",
    )


def write_citation(
    folder: Path, release_id: str, released: date, sources: Sequence[Declaration]
) -> Citation:
    """Write CITATION.cff and CITATION.md into `folder`; returns the citation."""
    citation = cite(release_id, released)
    write_atomic(folder / "CITATION.md", _markdown(citation, sources).encode())
    write_atomic(folder / "CITATION.cff", _cff(release_id, released, sources).encode())
    return citation


def _markdown(citation: Citation, sources: Sequence[Declaration]) -> str:
    lines = [
        "# 인용 / Citation",
        "",
        citation.korean,
        "",
        citation.english,
        "",
        "## 출처 표시 / Attribution of the sources",
        "",
    ]
    for source in sources:
        lines.append(f"- {source.attribution_ko} / {source.attribution_en}")
        lines.append(f"  <{source.landing_page}>, {source.licence.name} <{source.licence.url}>")
    return "\n".join(lines) + "\n"


def _cff(release_id: str, released: date, sources: Sequence[Declaration]) -> str:
    lines = [
        "cff-version: 1.2.0",
        f"message: {_quoted('Please cite the release that you used.')}",
        "type: dataset",
        f"title: {_quoted(TITLE_EN)}",
        "authors:",
        f"  - name: {_quoted(AUTHOR)}",
        f"version: {_quoted(release_id)}",
        f"date-released: {_quoted(released.isoformat())}",
        "references:",
    ]
    for source in sources:
        lines += [
            "  - type: data",
            f"    title: {_quoted(source.title_en)}",
            f"    abstract: {_quoted(source.attribution_en)}",
            "    authors:",
            f"      - name: {_quoted(source.publisher)}",
            f"    url: {_quoted(str(source.landing_page))}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """`text` as a YAML string; every JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
