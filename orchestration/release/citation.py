"""Writes the citation of a release: CITATION.cff for programs, CITATION.md for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from orchestration.contracts.credit import address
from orchestration.contracts.declaration import Declaration
from orchestration.errors import ReleaseError
from orchestration.release.identity import ReleaseIdentity
from orchestration.storage.files import write_atomic

TITLE_EN = "Smart-city industry statistics of Korea"
TITLE_KO = "대한민국 스마트시티 산업 통계"


@dataclass(frozen=True)
class Citation:
    """The citation of a release in Korean and English, ready to paste."""

    korean: str
    english: str


def cite(identity: ReleaseIdentity) -> Citation:
    """The citation of a release."""
    day, link = identity.released, f" {identity.link}" if identity.link else ""
    return Citation(
        korean=f"{identity.author} ({day.year}). 「{TITLE_KO}」 [데이터셋], 판 {identity.number}"
        f"({identity.release_id}), {day.isoformat()} 공개.{link}",
        english=f"{identity.author} ({day.year}). {TITLE_EN} [Data set]. Release {identity.number}"
        f" ({identity.release_id}), {day.isoformat()}.{link}",
    )


def read_citation(folder: Path) -> Citation:
    """The citation of the release in `folder`, from its CITATION.cff; raises `ReleaseError` without one."""
    try:
        written = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
        identity = ReleaseIdentity(
            folder.name,
            str(written["version"]),
            date.fromisoformat(str(written["date-released"])),
            str(written["authors"][0]["name"]),
            written.get("url"),
            written.get("doi"),
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, LookupError, TypeError, ValueError):
        raise ReleaseError(
            "the citation of the release cannot be read",
            where=f"{folder.name}/CITATION.cff",
            remedy="run `smartcity repair`",
        ) from None
    return cite(identity)


def write_citation(folder: Path, identity: ReleaseIdentity, sources: Sequence[Declaration]) -> None:
    """Write CITATION.cff and CITATION.md into `folder`."""
    write_atomic(folder / "CITATION.md", _markdown(cite(identity), sources).encode())
    write_atomic(folder / "CITATION.cff", _cff(identity, sources).encode())


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
        places = (source.landing_page, None), (source.licence.url, source.licence.name)
        lines.append("  " + ", ".join(filter(None, (_place(*place) for place in places))))
    return "\n".join(lines) + "\n"


def _cff(identity: ReleaseIdentity, sources: Sequence[Declaration]) -> str:
    lines = [
        "cff-version: 1.2.0",
        f"message: {_quoted('Please cite the release that you used.')}",
        "type: dataset",
        f"title: {_quoted(TITLE_EN)}",
        "authors:",
        f"  - name: {_quoted(identity.author)}",
        f"version: {_quoted(identity.number)}",
        f"date-released: {_quoted(identity.released.isoformat())}",
        "identifiers:",
        "  - type: other",
        f"    value: {_quoted(identity.release_id)}",
        f"    description: {_quoted('Hash of the content')}",
    ]
    if identity.doi:
        lines.append(f"doi: {_quoted(identity.doi)}")
    if identity.address:
        lines.append(f"url: {_quoted(identity.address)}")
    lines.append("references:")
    for source in sources:
        lines += [
            "  - type: data",
            f"    title: {_quoted(source.title_en)}",
            f"    abstract: {_quoted(source.attribution_en)}",
            "    authors:",
            f"      - name: {_quoted(source.publisher)}",
        ]
        if source.landing_page:
            lines.append(f"    url: {_quoted(address(source.landing_page))}")
    return "\n".join(lines) + "\n"


def _place(url: object, name: str | None) -> str:
    """A name with its address, each where there is one."""
    return " ".join(filter(None, (name, f"<{address(url)}>" if url else "")))


def _quoted(text: str) -> str:
    """`text` as a YAML string; every JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
