"""Every kind of record of a lake: reading arbitrary bytes, and the code that uses the records."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from orchestration.contracts.snapshot import MANIFEST
from orchestration.errors import SmartCityError
from orchestration.ingest.handoff import HANDOFF
from orchestration.ingest.staged_batch import INDEX, STAGED_BATCH
from orchestration.lake.ledger import LEDGER
from orchestration.lake.lock import HOLDER
from orchestration.lake.raw_store import ACTIVE, RawStore
from orchestration.lake.source_state import SourceState
from orchestration.release.catalog import KNOWN_FINGERPRINTS, PINNED, RELEASE_RECORD
from orchestration.release.datapackage import _PACKAGE
from orchestration.storage.checksum_cache import VERIFIED

CORPUS = ("records/*.json",)
KINDS = (
    *(ACTIVE, HANDOFF, LEDGER, VERIFIED, INDEX, STAGED_BATCH, HOLDER, MANIFEST),
    *(RELEASE_RECORD, KNOWN_FINGERPRINTS, PINNED, _PACKAGE),
)
SHA256 = "5f" * 32


@cache
def _lake() -> RawStore:
    root = Path(mkdtemp(prefix="fuzz-"))
    (root / "raw" / "source" / "2023" / SHA256).mkdir(parents=True)
    return RawStore(root / "raw", root / "quarantine")


def run(data: bytes) -> None:
    """Read `data` as each kind of record, then as those of a source that are used together."""
    store = _lake()
    folder = store.root / "source"
    record = folder / "record.json"
    record.write_bytes(data)
    for kind in KINDS:
        with suppress(SmartCityError):
            kind.read(record)
    for path in (folder / "ledger.json", folder / "active.json"):
        path.write_bytes(data)
    (folder / "2023" / SHA256 / "manifest.json").write_bytes(data)
    with suppress(SmartCityError):
        store.active("source")
    with suppress(SmartCityError):
        store.find_intact("source", "2023", SHA256)
    with suppress(SmartCityError):
        state = SourceState(store, "source")
        state.fetched_parts("2023", "")
        state.active_version("2022")
        state.pending_partitions()
