"""A release in the making: built aside from a validated warehouse, not yet published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from expectations.result import SuiteResult
from orchestration.contracts.declaration import Declaration
from orchestration.errors import ReleaseError
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.changes import compare
from orchestration.release.changes_text import FIRST, to_markdown
from orchestration.release.citation import Citation, cite, write_citation
from orchestration.release.data_docs import write_data_docs
from orchestration.release.datapackage import write_datapackage
from orchestration.release.export import ExportedMart, Model, export_marts
from orchestration.release.identity import content_id
from orchestration.release.workbook.book import write_workbook
from orchestration.storage.files import write_atomic

_LABELS = {
    "marts.duckdb": "DuckDB",
    "smart_city.xlsx": "Excel",
    "datapackage.json": "Data Package",
    "CHANGES.md": "Changes",
    "changes.csv": "Changes, value by value",
    "CITATION.cff": "Citation",
    "validation/index.html": "Validation",
}


@dataclass(frozen=True)
class Candidate:
    """What is known of a release before it is published.

    `is_new` is False where the current release has the same content and is whole; the folder then holds
    the data alone, as there is nothing to publish. `previous_id` is the release that it was compared
    with: the current one, or the latest that is whole.
    """

    release_id: str
    is_new: bool
    previous_id: str | None
    folder: Path
    marts: list[ExportedMart]
    sources: list[Declaration]
    validation: list[SuiteResult]
    citation: Citation
    changes_markdown: str = ""

    @property
    def checks(self) -> int:
        """How many checks the gate ran."""
        return sum(len(r.checks) for r in self.validation)

    @property
    def held_by(self) -> list[str]:
        """What holds the release until a person accepts, one line a check."""
        return [
            f"{r.mart}: {c.meaning} ({c.name}: {c.observed})"
            for r in self.validation
            for c in r.held
        ]

    @property
    def citation_ko(self) -> str:
        """The ready citation in Korean."""
        return self.citation.korean

    @property
    def citation_en(self) -> str:
        """The ready citation in English."""
        return self.citation.english

    @property
    def downloads(self) -> list[tuple[str, str, int]]:
        """Label, address relative to the folder of the pages (report/) and bytes of each file."""
        names = list(_LABELS)
        for mart in self.marts:
            names += [f"parquet/{mart.name}.parquet", f"csv/{mart.name}.csv"]
        paths = {name: self.folder / name for name in names}
        return [
            (_label(path, name), f"../{name}", path.stat().st_size)
            for name, path in paths.items()
            if path.is_file()
        ]


def _label(path: Path, name: str) -> str:
    return _LABELS.get(name) or f"{path.stem} ({path.suffix[1:].upper()})"


def assemble(
    folder: Path,
    warehouse: Path,
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    validation: Sequence[SuiteResult],
    catalog: ReleaseCatalog,
    released: date,
) -> Candidate:
    """Both halves: `draft`, then `complete` with the results of the gate."""
    return complete(draft(folder, warehouse, models, sources, catalog, released), validation)


def draft(
    folder: Path,
    warehouse: Path,
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    catalog: ReleaseCatalog,
    released: date,
) -> Candidate:
    """Export the marts of `warehouse` into the empty `folder` and describe them.

    Needs nothing of the gate, so that both can work at the same time. `released` is the day that the
    citation names. Raises `ReleaseError` where a licence forbids the release, `StorageError` where the
    disk refuses.
    """
    forbid_without_derivatives(sources)
    marts = export_marts(warehouse, folder, models)
    write_datapackage(folder, marts, models, sources)
    release_id = content_id(folder)
    candidate = Candidate(
        release_id=release_id,
        is_new=not catalog.is_current_and_whole(release_id),
        previous_id=catalog.last_whole_id(),
        folder=folder,
        marts=marts,
        sources=list(sources),
        validation=[],
        citation=cite(release_id, released),
        changes_markdown=FIRST,
    )
    return _described(candidate, models, catalog, released) if candidate.is_new else candidate


def complete(candidate: Candidate, validation: Sequence[SuiteResult]) -> Candidate:
    """The candidate with what the gate found, told in validation/."""
    judged = replace(candidate, validation=list(validation))
    if judged.is_new:
        write_data_docs(judged.folder, judged.validation)
    return judged


def _described(
    candidate: Candidate, models: Mapping[str, Model], catalog: ReleaseCatalog, released: date
) -> Candidate:
    """All that is more than the data: what changed, how to cite, the workbook."""
    folder, release_id, sources = candidate.folder, candidate.release_id, candidate.sources
    changes = _changes(candidate, catalog)
    write_atomic(folder / "CHANGES.md", changes.encode())
    citation = write_citation(folder, release_id, released, sources)
    write_workbook(folder, candidate.marts, models, sources, release_id, citation)
    return replace(candidate, citation=citation, changes_markdown=changes)


def _changes(candidate: Candidate, catalog: ReleaseCatalog) -> str:
    previous, current = candidate.previous_id, catalog.current_id()
    if previous is None:
        return FIRST
    note = ""
    if previous != current:
        note = f"The current release {current} is damaged; {previous} is the latest that is whole."
    comparison = compare(
        catalog.root / previous,
        candidate.folder,
        new_id=candidate.release_id,
        details=candidate.folder / "changes.csv",
    )
    return to_markdown(comparison, note)


def forbid_without_derivatives(sources: Sequence[Declaration]) -> None:
    """A source whose licence forbids derivatives stops publication."""
    for source in sources:
        if not source.licence.derivatives:
            raise ReleaseError(
                f"licence {source.licence.id} of source {source.source_id} forbids derivatives",
                where="the licence chain of the release",
                remedy="take the source's snapshots out of the lake, or clear the licence",
            )
