"""The receipt of a dropped file: its status, with the reason and the remedy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from orchestration.errors import ArrivalRefused


@dataclass(frozen=True)
class Receipt:
    """The result of receiving one file. `detail` is one line for people.

    loaded        new: stored in raw, staged by the next step
    known         the same bytes are already active or pending
    refused       recognised but broken: moved to quarantine/ with the reason
    unrecognised  left in landing/ unchanged
    waiting       recognised and not received yet (only in the preview of `doctor`)

    `source_id` is the source of the file, or for an unrecognised file the closest source ('' for none).
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
    def unrecognised(cls, file: str, error: ArrivalRefused, source_id: str = "") -> Receipt:
        """The receipt of a file that stays in the drop folder because of `error`."""
        return cls(file, "unrecognised", "", source_id).with_error(error)

    def with_error(self, error: ArrivalRefused) -> Receipt:
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
