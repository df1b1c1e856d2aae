"""A release in the making: built aside from a validated warehouse, not yet published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from expectations.result import SuiteResult, to_json
from orchestration.errors import ReleaseError
from orchestration.lake.files import write_json
from orchestration.release.catalog import Catalog
from orchestration.release.datapackage import write_datapackage
from orchestration.release.export import ExportedMart, Model, export_marts
from orchestration.release.identity import content_id
from orchestration.sources.declaration import Declaration


@dataclass(frozen=True)
class Candidate:
    """What is known of a release before it is published."""

    release_id: str
    previous_id: str | None
    folder: Path
    marts: list[ExportedMart]
    sources: list[Declaration]
    checks: int

    @property
    def is_new(self) -> bool:
        """Whether its content differs from the current release's."""
        return self.release_id != self.previous_id


def assemble(
    folder: Path,
    warehouse: Path,
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    validation: Sequence[SuiteResult],
    catalog: Catalog,
) -> Candidate:
    """Export the marts of `warehouse` into the empty `folder` and describe them."""
    forbid_without_derivatives(sources)
    marts = export_marts(warehouse, folder, models)
    write_datapackage(folder, marts, models, sources)
    write_json(folder / "validation" / "results.json", to_json(list(validation)))
    return Candidate(
        release_id=content_id(folder),
        previous_id=catalog.current_id(),
        folder=folder,
        marts=marts,
        sources=list(sources),
        checks=sum(len(r.checks) for r in validation),
    )


def forbid_without_derivatives(sources: Sequence[Declaration]) -> None:
    """A source whose licence forbids derivatives stops publication."""
    for source in sources:
        if not source.licence.derivatives:
            raise ReleaseError(
                f"licence {source.licence.id} of source {source.source_id} forbids derivatives",
                where="the licence chain of the release",
                remedy="take the source's snapshots out of the lake, or clear the licence",
            )
