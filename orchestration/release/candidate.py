"""Builds a candidate, a release in its own folder that is not yet published: draft, describe, complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from expectations.result import SuiteResult
from orchestration.contracts.declaration import Declaration
from orchestration.errors import ReleaseError
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.changes import compare
from orchestration.release.changes_markdown import FIRST, to_markdown
from orchestration.release.citation import Citation, cite, write_citation
from orchestration.release.content_id import content_id
from orchestration.release.datapackage import identify_datapackage, write_datapackage
from orchestration.release.export import ExportedMart, Model, export_marts
from orchestration.release.identity import ReleaseIdentity, identify
from orchestration.release.source_inputs import credited_sources
from orchestration.release.stable_files.write import write_stable_files
from orchestration.release.validation_page import write_validation_page
from orchestration.release.workbook.workbook import write_workbook
from orchestration.storage.files import write_atomic

_MICRODATA = "mdis"
"""The provider of records from which this project computes, and protects, the cells itself."""
_LABELS = {
    "marts.duckdb": "DuckDB",
    "smart_city.xlsx": "Excel",
    "datapackage.json": "Data Package",
    "CHANGES.md": "Changes",
    "changes.csv": "Changes, value by value",
    "CITATION.cff": "Citation",
    "validation/index.html": "Validation",
    "validation/audit.csv": "Audit of suppressed cells",
    "data/v1/index.json": "List of the files with stable addresses",
    "data/v1/catalog.jsonld": "Catalogue (DCAT)",
}


@dataclass(frozen=True)
class Candidate:
    """A release before publication.

    `is_new` is False where the current release has the same content and is intact; `folder` then holds only
    the data files, as there is nothing to publish. `previous_id` is the release that the candidate was
    compared with: the current one, or the latest intact one. `validation` is empty until `complete`.
    """

    release_id: str
    is_new: bool
    previous_id: str | None
    folder: Path
    marts: list[ExportedMart]
    sources: list[Declaration]
    validation: list[SuiteResult]
    identity: ReleaseIdentity
    changes_markdown: str = ""
    audit: dict[str, Any] = field(default_factory=dict)

    @property
    def checks(self) -> int:
        """The number of checks that the gate ran."""
        return sum(len(r.checks) for r in self.validation)

    @property
    def held_by(self) -> list[str]:
        """The checks that hold the release until a person accepts it, one line per check."""
        return [
            f"{r.mart}: {c.meaning} ({c.name}: {c.observed})"
            for r in self.validation
            for c in r.held
        ]

    @property
    def citation(self) -> Citation:
        """The citation in Korean and English."""
        return cite(self.identity)

    @property
    def downloads(self) -> list[tuple[str, str, int]]:
        """Label, address relative to the folder of the pages (report/), and size in bytes of each file."""
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


def draft(
    folder: Path,
    warehouse: Path,
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    catalog: ReleaseCatalog,
    released: date,
) -> Candidate:
    """Export the marts of the DuckDB file `warehouse` into the empty `folder` and identify them.

    Does not need the results of the gate, so that both can run at the same time. `released` is the day in
    the citation. Raises `ReleaseError` where a licence forbids publication, `StorageError` where the disk
    refuses.
    """
    require_derivatives_allowed(sources)
    credited = credited_sources(warehouse, sources)
    marts = export_marts(warehouse, folder, models)
    write_datapackage(folder, marts, models, credited)
    release_id = content_id(folder)
    return Candidate(
        release_id=release_id,
        is_new=not catalog.is_current_and_intact(release_id),
        previous_id=catalog.latest_intact_id(),
        folder=folder,
        marts=marts,
        sources=credited,
        validation=[],
        identity=identify(release_id, released, catalog),
        changes_markdown=FIRST,
    )


def describe(
    candidate: Candidate, warehouse: Path, models: Mapping[str, Model], catalog: ReleaseCatalog
) -> Candidate:
    """Audit a drafted candidate and describe it: changes, citation, workbook and data/v1/.

    Does nothing where the candidate is not new. Raises `GateFailed` where the marts tell more about a
    suppressed cell than the agency, `StorageError` where the disk refuses.
    """
    if not candidate.is_new:
        return candidate
    audited = replace(candidate, audit=_audit(candidate, warehouse))
    return _write_descriptions(audited, models, catalog)


def complete(candidate: Candidate, validation: Sequence[SuiteResult]) -> Candidate:
    """The candidate with the results of the gate, which are written to validation/."""
    validated = replace(candidate, validation=list(validation))
    if validated.is_new:
        write_validation_page(validated.folder, validated.validation, validated.audit)
    return validated


def _audit(candidate: Candidate, warehouse: Path) -> dict[str, Any]:
    """Audit the suppressed cells and write the result; the library for it is imported when it is needed."""
    from orchestration.release.disclosure.audit import (
        audit_release,
        require_equal,
        summary,
        write_audit,
    )

    proven = {s.source_id for s in candidate.sources if s.provider == _MICRODATA}
    audit = audit_release(warehouse, proven)
    require_equal(audit)
    write_audit(candidate.folder, audit)
    return summary(audit)


def _write_descriptions(
    candidate: Candidate, models: Mapping[str, Model], catalog: ReleaseCatalog
) -> Candidate:
    """Write the changes, the identity, the citation, the workbook and data/v1/."""
    folder, identity, sources = candidate.folder, candidate.identity, candidate.sources
    changes = _compare_with_previous(candidate, catalog)
    write_atomic(folder / "CHANGES.md", changes.encode())
    identify_datapackage(folder, identity)
    write_citation(folder, identity, sources)
    write_workbook(folder, candidate.marts, models, sources, identity)
    write_stable_files(folder, candidate.marts, models, sources, identity)
    return replace(candidate, changes_markdown=changes)


def _compare_with_previous(candidate: Candidate, catalog: ReleaseCatalog) -> str:
    previous, current = candidate.previous_id, catalog.current_id()
    if previous is None:
        return FIRST
    note = ""
    if previous != current:
        note = f"The current release {current} is damaged; {previous} is the latest intact release."
    comparison = compare(
        catalog.root / previous,
        candidate.folder,
        new_id=candidate.release_id,
        details=candidate.folder / "changes.csv",
    )
    return to_markdown(comparison, note)


def require_derivatives_allowed(sources: Sequence[Declaration]) -> None:
    """Raise `ReleaseError` for the first source whose licence forbids derivatives."""
    for source in sources:
        if not source.licence.derivatives:
            raise ReleaseError(
                f"licence {source.licence.id} of source {source.source_id} forbids derivatives",
                where="the licences of the release",
                remedy="remove the declaration of the source, or correct the licence in it",
            )
