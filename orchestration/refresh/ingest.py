"""Steps raw and staged: from dropped files and sources to active snapshots and staged Parquet."""

from __future__ import annotations

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ArrivalRefused
from orchestration.ingest.collect import collect
from orchestration.ingest.drop_folder.receipt import Receipt
from orchestration.ingest.drop_folder.receive import receive
from orchestration.ingest.handoff import read_handoff, write_handoff
from orchestration.ingest.staging import StagingArea
from orchestration.progress import stage
from orchestration.refresh.workspace import Workspace


def receive_files(workspace: Workspace) -> list[Receipt]:
    """Put the files of the drop folder into the raw store. Returns one receipt per file.

    Raises `ArrivalRefused` where a file was recognised and refused. A file that no source recognises
    is reported in its receipt and stays where it is.
    """
    settings, store = workspace.settings, workspace.store
    area = StagingArea(settings.staged, store)
    receipts = receive(settings, store, load_declarations(), parse=area.preparse)
    refused = [r for r in receipts if r.status == "refused"]
    if refused:
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        raise ArrivalRefused(
            f"dropped file {refused[0].file} was refused: {refused[0].detail}{more}",
            where=str(settings.quarantine),
            remedy="correct the file and drop it again; a new refresh goes on without it",
        )
    return receipts


def collect_source(workspace: Workspace, source_id: str) -> dict[str, int]:
    """Put what a source offers now into the raw store. Returns the snapshots per partition."""
    store, request = workspace.store, workspace.request
    with stage(f"raw/{source_id}") as current:
        if not request.includes(source_id):
            write_handoff(store, source_id, store.active(source_id))
            current.detail = "not requested"
            return {}
        arrived = collect(
            load_declarations()[source_id],
            workspace.settings,
            store,
            window=request.window,
            force=request.ask_again,
        )
        write_handoff(store, source_id, arrived)
        current.detail = f"{sum(map(len, arrived.values()))} snapshots"
    return {partition: len(snapshots) for partition, snapshots in arrived.items()}


def stage_sources(workspace: Workspace) -> dict[str, int]:
    """Parse, check and activate the collected snapshots. Returns the staged rows per source."""
    declarations = load_declarations()
    area = StagingArea(workspace.settings.staged, workspace.store)
    rows = {}
    with stage("staged") as current:
        for number, (source_id, declaration) in enumerate(declarations.items(), start=1):
            current.advance(source_id, number, len(declarations))
            collected = read_handoff(workspace.store, source_id)
            smaller = workspace.request.accept_smaller
            counted = area.stage(declaration, collected, accept_smaller=smaller)
            rows[source_id] = sum(counted.values())
        area.finish(declarations)
        used = sum(1 for count in rows.values() if count)
        current.detail = f"{sum(rows.values()):,} rows of {used} sources"
    return rows
