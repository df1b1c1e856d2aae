"""The identity of a release: its id, its number, and what a citation of it needs.

The id is a hash of the content. The number (`2026-11-25.1`) is for people: the day in Korea, and the count
of the releases of that day in this lake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import load_settings


@dataclass(frozen=True)
class ReleaseIdentity:
    """What identifies a release; `address` is where its author publishes releases."""

    release_id: str
    number: str
    released: date
    author: str
    address: str | None = None
    doi: str | None = None

    @property
    def name(self) -> str:
        """The number and the id, as outputs show them."""
        return f"{self.number}, {self.release_id}"

    @property
    def link(self) -> str | None:
        """The address that a citation ends with: the DOI, else the address of the author."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address


def identify(release_id: str, released: date, catalog: ReleaseCatalog) -> ReleaseIdentity:
    """The identity of a new release of the day `released`, with author, address and DOI of the settings."""
    settings = load_settings()
    return ReleaseIdentity(
        release_id,
        next_number(catalog, released),
        released,
        settings.author,
        settings.address,
        settings.doi,
    )


def next_number(catalog: ReleaseCatalog, released: date) -> str:
    """The number of the next release of this day.

    Retention keeps the latest release, so that no number of a day is given twice.
    """
    day = re.compile(rf"{released.isoformat()}\.(\d+)")
    used = [day.fullmatch(record.number or "") for record in catalog.all()]
    return f"{released.isoformat()}.{1 + max((int(m[1]) for m in used if m), default=0)}"
