"""Every record of a lake: from the bytes on the disk through the one reader, and what uses it."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from orchestration.contracts.snapshot import MANIFEST
from orchestration.errors import SmartCityError
from orchestration.lake.ledger import Ledger
from orchestration.lake.raw_store import RawStore
from orchestration.release.catalog import KNOWN_FINGERPRINTS, PINNED, RELEASE_RECORD
from orchestration.release.datapackage import _PACKAGE
from orchestration.storage import records

CORPUS = ("records/*.json",)
KINDS = (
    *(records.ACTIVE, records.ARRIVED, records.LEDGER, records.VERIFIED, records.INDEX),
    *(
        records.STAGED_BATCH,
        records.HOLDER,
        records.ANYTHING,
        MANIFEST,
        RELEASE_RECORD,
        KNOWN_FINGERPRINTS,
    ),
    *(PINNED, _PACKAGE),
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
        store.find("source", "2023", SHA256)
    with suppress(SmartCityError):
        ledger = Ledger(store, "source")
        ledger.kept("2023", "")
        ledger.version_of("2022")
        ledger.pending()
