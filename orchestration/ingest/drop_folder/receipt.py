"""What became of a dropped file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from orchestration.errors import ArrivalRefused


@dataclass(frozen=True)
class Receipt:
    """What became of one file. `detail` is one line for people.

    loaded        new: it waits in the raw store for the next staging
    known         the same bytes count already
    refused       recognised but broken: moved to quarantine/, with the reason
    unrecognised  left in landing/ untouched
    waiting       recognised and not taken in yet (`doctor` alone says this)

    `source_id` is the source that it belongs to, or the one that came nearest, '' where none did.
    """

    file: str
    status: Literal["loaded", "known", "refused", "unrecognised", "waiting"]
    detail: str
    source_id: str = ""
    partitions: tuple[str, ...] = ()
    sha256: str = ""
    reason: str = ""
    remedy: str = ""

    @classmethod
    def left(cls, file: str, reason: str, remedy: str, source_id: str = "") -> Receipt:
        """A file that stays where it is."""
        return cls(file, "unrecognised", "", source_id).because(
            ArrivalRefused(reason, where=file, remedy=remedy)
        )

    def because(self, error: ArrivalRefused) -> Receipt:
        """This receipt with the reason and the remedy of `error`."""
        return replace(self, detail=str(error), reason=error.what, remedy=error.remedy)

    def as_note(self) -> dict[str, str]:
        """The receipt for logs, JSON and tables."""
        return {
            "file": self.file,
            "status": self.status,
            "source": self.source_id,
            "reason": self.reason or self.detail,
            "remedy": self.remedy,
        }
