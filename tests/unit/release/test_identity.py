"""The numbers of releases, and what a citation has of the settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.citation import cite, write_citation
from orchestration.release.identity import ReleaseIdentity, identify, next_number

DAY = date(2026, 11, 25)


class Numbered(ReleaseCatalog):
    """Releases with these numbers."""

    def __init__(self, *numbers: str | None) -> None:
        super().__init__(Path("releases"))
        self._numbers = numbers

    def all(self) -> list[SimpleNamespace]:  # type: ignore[override]
        return [SimpleNamespace(number=n, release_id=f"r-{n}") for n in self._numbers]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), "2026-11-25.1"),
        ((None,), "2026-11-25.1"),
        (("2026-11-24.7",), "2026-11-25.1"),
        (("2026-11-25.9", "2026-11-25.10", None), "2026-11-25.11"),
    ],
)
def test_the_number_counts_the_releases_of_the_day(
    numbers: tuple[str | None, ...], expected: str
) -> None:
    assert next_number(Numbered(*numbers), DAY) == expected


def test_a_release_is_found_by_its_number() -> None:
    known = Numbered("2026-11-25.1")
    assert known.resolve("2026-11-25.1") == "r-2026-11-25.1"
    assert known.resolve("r-other") == "r-other"


def test_author_address_and_doi_come_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_AUTHOR", "서울연구소 “A” \\ B")
    monkeypatch.setenv("SMARTCITY_ADDRESS", "https://example.org/smart-city/")
    monkeypatch.setenv("SMARTCITY_DOI", "https://doi.org/10.5281/zenodo.123")
    identity = identify("r-1", DAY, Numbered())
    write_citation(tmp_path, identity, [])
    cff = yaml.safe_load((tmp_path / "CITATION.cff").read_text("utf-8"))
    assert cff["authors"] == [{"name": "서울연구소 “A” \\ B"}]
    assert (cff["doi"], cff["url"]) == ("10.5281/zenodo.123", "https://example.org/smart-city")
    assert cff["version"] == "2026-11-25.1"
    assert cite(identity).korean.endswith("2026-11-25 공개. https://doi.org/10.5281/zenodo.123")


def test_a_citation_without_address_ends_with_the_day() -> None:
    citation = cite(ReleaseIdentity("r-1", "2026-11-25.1", DAY, "Author"))
    assert citation.english == (
        "Author (2026). Smart-city industry statistics of Korea [Data set]."
        " Release 2026-11-25.1 (r-1), 2026-11-25."
    )
    assert "판 2026-11-25.1(r-1), 2026-11-25 공개." in citation.korean
